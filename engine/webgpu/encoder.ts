/**
 * Records dispatches and copies, then submits them together. Recording is synchronous and needs no pipeline; `submit` compiles what is
 * missing first, so an op file reads as plain calls and no kernel ever runs before its compilation was checked.
 */
import { EngineError } from '../errors';
import type { Buffers } from './buffers';
import type { GpuDevice } from './device';
import { type Kernel, type KernelOptions, type KernelSpec, type Kernels, kernelKey } from './kernels';

/** Workgroups: a count (split over x, y, z as the limit demands) or an exact grid. */
export type Grid = number | readonly [number, number?, number?];
/** A buffer, or anything that stands on one (GpuTensor). */
export type Binding = GPUBuffer | { readonly buffer: GPUBuffer };

type Command =
  | {
      readonly kind: 'dispatch';
      readonly key: string;
      readonly spec: KernelSpec;
      readonly options: KernelOptions | undefined;
      readonly buffers: readonly GPUBuffer[];
      readonly params: Readonly<Record<string, number>>;
      readonly grid: readonly [number, number, number];
    }
  | {
      readonly kind: 'copy';
      readonly from: GPUBuffer;
      readonly fromByte: number;
      readonly to: GPUBuffer;
      readonly toByte: number;
      readonly bytes: number;
    }
  | { readonly kind: 'clear'; readonly buffer: GPUBuffer };

const ALIGN = 256; // minUniformBufferOffsetAlignment of core limits
const MAX_GROUPS = 4096; // bind groups kept before the cache starts afresh

/** The list of commands that one submit carries out. */
export class Encoder {
  private commands: Command[] = [];
  private uniforms: GPUBuffer | null = null;
  private host = new DataView(new ArrayBuffer(0));
  private readonly groups = new Map<Kernel, Map<string, GPUBindGroup>>();
  private groupCount = 0;
  private readonly ids = new WeakMap<GPUBuffer, number>();
  private nextId = 1;
  private checks: Promise<GPUError | null>[] = [];

  constructor(
    private readonly gpu: GpuDevice,
    private readonly kernels: Kernels,
    private readonly buffers: Buffers,
  ) {}

  /**
   * Records one dispatch. A count of workgroups above 65,535 becomes a 2-D or 3-D grid: such kernels compute their index as
   * `wg.x + num.x * (wg.y + num.y * wg.z)` and check it against a bound in their params.
   */
  dispatch<P extends string>(
    spec: KernelSpec<P>,
    bindings: readonly Binding[],
    params: Readonly<Record<P, number>>,
    grid: Grid,
    options?: KernelOptions,
  ): void {
    if (bindings.length !== spec.bindings.length)
      throw new EngineError(
        'bad-argument',
        `kernel "${spec.name}" has ${spec.bindings.length} bindings; got ${bindings.length}`,
      );
    this.commands.push({
      kind: 'dispatch',
      key: kernelKey(spec, options),
      spec,
      options,
      buffers: bindings.map((b) => ('buffer' in b ? b.buffer : b)),
      params,
      grid: splitGrid(grid, this.gpu.device.limits.maxComputeWorkgroupsPerDimension, spec.name),
    });
  }

  copy(from: GPUBuffer, fromByte: number, to: GPUBuffer, toByte: number, bytes: number): void {
    if (bytes > 0) this.commands.push({ kind: 'copy', from, fromByte, to, toByte, bytes });
  }

  /** Fills a buffer with zeros. */
  clear(buffer: GPUBuffer): void {
    this.commands.push({ kind: 'clear', buffer });
  }

  /** Forgets what was recorded since the last submit. */
  discard(): void {
    this.commands = [];
  }

  /** Compiles the kernels of what was recorded, and forgets it. Errors: gpu-error. */
  async compile(): Promise<void> {
    const commands = this.commands;
    this.commands = [];
    await this.compileFor(commands);
  }

  /**
   * Compiles missing kernels, then submits everything recorded as one command buffer. What the device refuses of it, `settle` throws.
   * Copies and clears end a compute pass; `timestamps` are of its last pass, so of all the work where there are none.
   */
  async submit(timestamps?: GPUComputePassTimestampWrites): Promise<void> {
    const commands = this.commands;
    this.commands = [];
    await this.compileFor(commands);
    this.gpu.check();
    if (!commands.length) return;
    const { device } = this.gpu;
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    try {
      this.encode(commands, timestamps);
    } finally {
      this.checks.push(device.popErrorScope(), device.popErrorScope());
    }
  }

  /**
   * Waits for the verdict on everything submitted so far. One invalid bind group silently voids a whole command buffer, and stale data is
   * then read back as if fresh: no result is to be believed before this returns. Errors: gpu-error, too-large, device-lost.
   */
  async settle(): Promise<void> {
    const checks = this.checks;
    this.checks = [];
    const errors = (await Promise.all(checks)).filter((error) => error !== null);
    this.gpu.check();
    if (errors.length === 0) return;
    const { message } = errors[0];
    throw errors[0].constructor.name === 'GPUOutOfMemoryError'
      ? new EngineError('too-large', `The graphics device is out of memory: ${message}`)
      : new EngineError('gpu-error', `The graphics device refused a command: ${message}`);
  }

  private async compileFor(commands: readonly Command[]): Promise<void> {
    const missing = new Map<string, Command & { kind: 'dispatch' }>();
    for (const c of commands) if (c.kind === 'dispatch' && !this.kernels.peek(c.key)) missing.set(c.key, c);
    if (missing.size) await Promise.all([...missing.values()].map((c) => this.kernels.compile(c.spec, c.options)));
  }

  private encode(commands: readonly Command[], timestamps?: GPUComputePassTimestampWrites): void {
    const { device } = this.gpu;
    const uniforms = this.writeParams(commands);
    const encoder = device.createCommandEncoder({ label: 'run' });
    let pass: GPUComputePassEncoder | null = null;
    let bound: GPUComputePipeline | null = null;
    let slot = 0;
    for (const c of commands) {
      if (c.kind !== 'dispatch') {
        pass?.end();
        pass = null;
        if (c.kind === 'copy') encoder.copyBufferToBuffer(c.from, c.fromByte, c.to, c.toByte, c.bytes);
        else encoder.clearBuffer(c.buffer);
        continue;
      }
      const kernel = this.kernels.peek(c.key)!;
      if (!pass) {
        pass = encoder.beginComputePass(timestamps ? { timestampWrites: timestamps } : {});
        bound = null;
      }
      if (bound !== kernel.pipeline) {
        pass.setPipeline(kernel.pipeline);
        bound = kernel.pipeline;
      }
      const group = this.group(kernel, c.buffers, uniforms);
      if (kernel.paramBytes) pass.setBindGroup(0, group, [ALIGN * slot++]);
      else pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(c.grid[0], c.grid[1], c.grid[2]);
      this.buffers.counters.dispatches++;
    }
    pass?.end();
    device.queue.submit([encoder.finish()]);
    this.buffers.counters.submits++;
  }

  /** Lays the params of every dispatch at 256-byte steps and writes them at once; the queue keeps the order of writes and submits. */
  private writeParams(commands: readonly Command[]): GPUBuffer | null {
    const slots = commands.reduce(
      (n, c) => n + (c.kind === 'dispatch' && this.kernels.peek(c.key)!.paramBytes ? 1 : 0),
      0,
    );
    if (!slots) return null;
    if (!this.uniforms || this.uniforms.size < slots * ALIGN) {
      if (this.uniforms) this.buffers.destroy(this.uniforms);
      const size = ALIGN * 2 ** Math.ceil(Math.log2(Math.max(64, slots)));
      this.uniforms = this.buffers.uniform('params', size);
      this.host = new DataView(new ArrayBuffer(size));
      this.groups.clear();
      this.groupCount = 0;
    }
    let at = 0;
    for (const c of commands) {
      if (c.kind !== 'dispatch' || !this.kernels.peek(c.key)!.paramBytes) continue;
      let byte = at;
      for (const name in c.spec.params) {
        const value = c.params[name];
        if (value === undefined || Number.isNaN(value))
          throw new EngineError('bad-argument', `kernel "${c.spec.name}" needs a number for "${name}"; got ${value}`);
        const type = c.spec.params[name];
        if (type === 'f32') this.host.setFloat32(byte, value, true);
        else if (type === 'u32') this.host.setUint32(byte, value, true);
        else this.host.setInt32(byte, value, true);
        byte += 4;
      }
      at += ALIGN;
    }
    this.buffers.write(this.uniforms, 0, new Uint8Array(this.host.buffer as ArrayBuffer, 0, at));
    return this.uniforms;
  }

  private group(kernel: Kernel, buffers: readonly GPUBuffer[], uniforms: GPUBuffer | null): GPUBindGroup {
    let groups = this.groups.get(kernel);
    if (!groups) {
      groups = new Map();
      this.groups.set(kernel, groups);
    }
    let key = '';
    for (const buffer of buffers) key += `${this.id(buffer)} `;
    let group = groups.get(key);
    if (!group) {
      const entries: GPUBindGroupEntry[] = buffers.map((buffer, i) => ({ binding: i + 1, resource: { buffer } }));
      if (kernel.paramBytes)
        entries.unshift({ binding: 0, resource: { buffer: uniforms!, offset: 0, size: kernel.paramBytes } });
      if (++this.groupCount > MAX_GROUPS) {
        // Most are of buffers that are gone: start afresh.
        this.groups.clear();
        groups = new Map();
        this.groups.set(kernel, groups);
        this.groupCount = 1;
      }
      group = this.gpu.device.createBindGroup({ label: kernel.key, layout: kernel.layout, entries });
      groups.set(key, group);
    }
    return group;
  }

  private id(buffer: GPUBuffer): number {
    let id = this.ids.get(buffer);
    if (!id) {
      id = this.nextId++;
      this.ids.set(buffer, id);
    }
    return id;
  }
}

/** An exact grid within the limit per dimension. Errors: too-large with both values. */
export function splitGrid(grid: Grid, limit: number, name: string): [number, number, number] {
  let [x, y, z] = typeof grid === 'number' ? [grid, 1, 1] : [grid[0], grid[1] ?? 1, grid[2] ?? 1];
  if (typeof grid === 'number' && x > limit) {
    const rows = Math.ceil(x / limit);
    x = Math.ceil(x / rows);
    y = rows;
    if (y > limit) {
      z = Math.ceil(y / limit);
      y = Math.ceil(y / z);
    }
  }
  if (x > limit || y > limit || z > limit || !(x >= 1 && y >= 1 && z >= 1))
    throw new EngineError(
      'too-large',
      `kernel "${name}" needs ${x}×${y}×${z} workgroups; 1 to ${limit} per dimension are allowed`,
      '',
      { kernel: name, limit },
    );
  return [x, y, z];
}
