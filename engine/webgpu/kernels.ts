/**
 * Kernels: a .wgsl file with its bindings, compiled once per set of constants.
 *
 * Convention of every shader: `@group(0) @binding(0) var<uniform> p: Params` (left out if it has no params), then storage buffers
 * from `@binding(1)` in the order of `KernelSpec.bindings`. Params are 4-byte scalars in the order of `KernelSpec.params`.
 */
import { EngineError } from '../errors';
import type { GpuDevice } from './device';

export type Scalar = 'u32' | 'i32' | 'f32';

export interface KernelSpec<P extends string = string> {
  /** Basename of the shader. */
  readonly name: string;
  /** WGSL text: a whole, valid file. */
  readonly source: string;
  /** Storage buffers from @binding(1): 'read' (var<storage, read>) or 'write' (var<storage, read_write>). At most 8 in core limits. */
  readonly bindings: readonly ('read' | 'write')[];
  /** Fields of `Params`, in order. */
  readonly params: Readonly<Record<P, Scalar>>;
  /** Entry point; 'main' if absent. */
  readonly entry?: string;
}

export interface KernelOptions {
  /** Values of `override` constants. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Generated `const NAME: u32 = n;` lines where WGSL needs a const-expression (sizes of function-local arrays). */
  readonly consts?: Readonly<Record<string, number>>;
  /** Text before the file: `enable f16;` and the like. */
  readonly prelude?: string;
}

export interface Kernel {
  readonly spec: KernelSpec;
  readonly key: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** Bytes of the Params struct, rounded up to 16; 0 without params. */
  readonly paramBytes: number;
}

/** Identity of a kernel with its constants. Asked for at every dispatch, hence no arrays. */
export function kernelKey(spec: KernelSpec, options?: KernelOptions): string {
  let key = `${spec.name}/${spec.entry ?? 'main'}`;
  if (!options) return key;
  for (const name in options.constants) key += `,${name}=${options.constants[name]}`;
  for (const name in options.consts) key += `;${name}=${options.consts[name]}`;
  return options.prelude ? `${key}?${options.prelude}` : key;
}

const shared = new WeakMap<GPUDevice, Kernels>();

/** The kernels of a device: models on one device share what was compiled for it. */
export function kernelsOf(gpu: GpuDevice): Kernels {
  let kernels = shared.get(gpu.device);
  if (!kernels) {
    kernels = new Kernels(gpu);
    shared.set(gpu.device, kernels);
  }
  return kernels;
}

/** Compiled pipelines by key. */
export class Kernels {
  private readonly ready = new Map<string, Kernel>();
  private readonly pending = new Map<string, Promise<Kernel>>();

  constructor(private readonly gpu: GpuDevice) {}

  /** The compiled kernel, or undefined if `compile` has not finished for it. */
  peek(key: string): Kernel | undefined {
    return this.ready.get(key);
  }

  /** Compiles once per key. Errors: gpu-error with the kernel's name and the compiler's message. */
  compile(spec: KernelSpec, options: KernelOptions = {}): Promise<Kernel> {
    const key = kernelKey(spec, options);
    let promise = this.pending.get(key);
    if (!promise) {
      promise = this.build(spec, options, key).then((kernel) => {
        this.ready.set(key, kernel);
        return kernel;
      });
      promise.catch(() => this.pending.delete(key));
      this.pending.set(key, promise);
    }
    return promise;
  }

  private async build(spec: KernelSpec, options: KernelOptions, key: string): Promise<Kernel> {
    const { device } = this.gpu;
    const lines = Object.entries(options.consts ?? {}).map(([name, n]) => `const ${name}: u32 = ${n}u;\n`);
    const head = (options.prelude ?? '') + lines.join('');
    device.pushErrorScope('validation');
    const module = device.createShaderModule({ label: key, code: head + spec.source });
    const scope = device.popErrorScope();
    const info = await module.getCompilationInfo();
    const error = info.messages.find((m) => m.type === 'error');
    const invalid = await scope;
    if (this.gpu.lost) throw this.gpu.lost;
    if (error || invalid) {
      const line = error ? error.lineNum - (head.split('\n').length - 1) : 0;
      throw new EngineError(
        'gpu-error',
        `kernel "${spec.name}" does not compile${error ? ` (${spec.name}.wgsl:${line}:${error.linePos})` : ''}: ${error?.message ?? invalid?.message}`,
        '',
        { kernel: spec.name },
      );
    }
    const fields = Object.keys(spec.params).length;
    const entries: GPUBindGroupLayoutEntry[] = spec.bindings.map((access, i) => ({
      binding: i + 1,
      visibility: 4, // GPUShaderStage.COMPUTE
      buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
    }));
    if (fields) entries.unshift({ binding: 0, visibility: 4, buffer: { type: 'uniform', hasDynamicOffset: true } });
    device.pushErrorScope('validation');
    const layout = device.createBindGroupLayout({ label: key, entries });
    const pipelineLayout = device.createPipelineLayout({ label: key, bindGroupLayouts: [layout] });
    const layoutScope = device.popErrorScope();
    try {
      const pipeline = await device.createComputePipelineAsync({
        label: key,
        layout: pipelineLayout,
        compute: { module, entryPoint: spec.entry ?? 'main', constants: { ...options.constants } },
      });
      const refused = await layoutScope;
      if (refused) throw new Error(refused.message);
      return { spec, key, pipeline, layout, paramBytes: Math.ceil((fields * 4) / 16) * 16 };
    } catch (cause) {
      if (this.gpu.lost) throw this.gpu.lost;
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new EngineError('gpu-error', `kernel "${key}" has no pipeline: ${message}`, '', { kernel: spec.name });
    }
  }
}
