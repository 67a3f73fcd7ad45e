/**
 * Runs one kernel, or one op, on Node's WebGPU. Every output buffer is filled with NaN first: a kernel that does not run, or misses an
 * element, cannot pass on stale data. Validation errors are errors of the test. Without a device the suite is skipped out loud.
 */
import { afterAll, describe } from 'vitest';
import type { BlueprintNode, Dims } from '@/engine/blueprint/types';
import { sizeOf, type Tensor } from '@/engine/tensor';
import { Buffers } from '@/engine/webgpu/buffers';
import { type GpuDevice, requestDevice } from '@/engine/webgpu/device';
import { Encoder, type Grid } from '@/engine/webgpu/encoder';
import { type KernelOptions, type KernelSpec, type Kernels, kernelsOf } from '@/engine/webgpu/kernels';
import { type GpuMatrix, type MatrixFormat, uploadMatrix } from '@/engine/webgpu/matrix';
import { nodeGpu } from '@/engine/webgpu/node';
import type { GpuTensor, OpContext, StateBuffers } from '@/engine/webgpu/op';
import { DEFAULT_VARIANTS, type Variants } from '@/engine/webgpu/variants';

const gpu = await nodeGpu();
const device: GpuDevice | null = gpu ? await requestDevice({ gpu }) : null;
if (!device)
  console.warn(
    'SKIPPED: no WebGPU device in Node; install Chromium for its software driver (vk_swiftshader_icd.json).',
  );

/** `describe` that is skipped where there is no device. */
export const describeGpu = device ? describe : describe.skip;
export const nodeGpuForTests = gpu;

let bench: Bench | null = null;
interface Bench {
  gpu: GpuDevice;
  kernels: Kernels;
  buffers: Buffers;
  encoder: Encoder;
}

/** The shared device of a test file with its kernel cache. */
export function testBench(): Bench {
  if (!device) throw new Error('no WebGPU device: use describeGpu');
  if (!bench) {
    const kernels = kernelsOf(device);
    const buffers = new Buffers(device);
    bench = { gpu: device, kernels, buffers, encoder: new Encoder(device, kernels, buffers) };
    afterAll(() => {
      buffers.dispose();
      device.dispose();
    });
  }
  return bench;
}

export type Data =
  | Float32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>;

const poison = (floats: number) => new Float32Array(floats).fill(Number.NaN);

async function scoped<R>(run: () => Promise<R>): Promise<R> {
  const { gpu } = testBench();
  gpu.device.pushErrorScope('validation');
  let result: R;
  let error: GPUError | null = null;
  try {
    result = await run();
  } finally {
    error = await gpu.device.popErrorScope();
  }
  if (error) throw new Error(`WebGPU validation: ${error.message}`);
  return result;
}

export interface KernelRun {
  readonly spec: KernelSpec;
  /** In binding order: data for 'read' bindings; for 'write' bindings a number of floats (poisoned) or data to start from. */
  readonly bindings: readonly (Data | number)[];
  readonly params: Record<string, number>;
  readonly grid: Grid;
  readonly options?: KernelOptions;
}

/** Runs a kernel once; returns what its 'write' bindings hold afterwards, in order. */
export async function runKernel(run: KernelRun): Promise<Float32Array<ArrayBuffer>[]> {
  const { buffers, encoder } = testBench();
  return scoped(async () => {
    const made = run.bindings.map((b, i) => {
      const data = typeof b === 'number' ? poison(b) : b;
      return buffers.storage(`${run.spec.name} ${i}`, data.byteLength, data);
    });
    encoder.dispatch(run.spec, made, run.params, run.grid, run.options);
    await encoder.submit();
    await encoder.settle();
    const pieces = made
      .filter((_, i) => run.spec.bindings[i] === 'write')
      .map((buffer) => ({ buffer, offset: 0, bytes: buffer.size }));
    const out = await buffers.read(pieces);
    for (const buffer of made) buffers.destroy(buffer);
    return out;
  });
}

export interface TestMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array<ArrayBuffer>;
  readonly format?: MatrixFormat;
  readonly bindingLimit?: number;
}

export interface OpRun {
  readonly dims?: Dims;
  /** Rows; taken from the first input if absent. */
  readonly T?: number;
  readonly position?: number;
  /** Vector weights by role. */
  readonly vectors?: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** Matrix weights by role: [rows, columns], packed here in `format` (f32 if absent) into parts of at most `bindingLimit` bytes. */
  readonly matrices?: Readonly<Record<string, TestMatrix>>;
  /** State before the run; `stateFloats` zeros if absent. Written states are returned. Key: node id. */
  readonly states?: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /** KV cache before the run by node id, with room for position + T rows. */
  readonly caches?: Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  readonly variants?: Partial<Variants>;
}

export interface OpResult {
  readonly output: Tensor;
  /** State after the run, by node id. */
  readonly states: Readonly<Record<string, Float32Array>>;
  readonly caches: Readonly<Record<string, Float32Array>>;
}

/** A node for tests of one op. */
export function testNode(init: Partial<BlueprintNode> & Pick<BlueprintNode, 'op'>): BlueprintNode {
  return {
    id: init.op,
    inputs: [],
    weights: {},
    attrs: {},
    shape: ['T'],
    layer: 0,
    formula: '',
    meaning: { en: '', es: '' },
    side: false,
    ...init,
  };
}

/**
 * Runs the dispatches of an op or fusion. `encode` gets the context and the uploaded tensors; activations from `ctx.alloc` are poisoned.
 * A role in `vectors`/`matrices` is found by its name whatever the node. Inputs may be strided: { data, shape, offset, stride }.
 */
export async function runOp(
  inputs: readonly (Tensor & { offset?: number; stride?: number })[],
  run: OpRun,
  encode: (ctx: OpContext, inputs: GpuTensor[]) => GpuTensor,
): Promise<OpResult> {
  const { buffers, encoder } = testBench();
  return scoped(async () => {
    const made: GPUBuffer[] = [];
    const upload = (label: string, data: Float32Array) => {
      const buffer = buffers.storage(label, data.byteLength, new Float32Array(data));
      made.push(buffer);
      return buffer;
    };
    const tensors = inputs.map(
      (t, i): GpuTensor => ({
        buffer: upload(`input ${i}`, t.data),
        shape: t.shape,
        offset: t.offset ?? 0,
        stride: t.stride ?? sizeOf(t.shape.slice(1)),
      }),
    );
    const states = new Map<string, StateBuffers>();
    for (const [id, data] of Object.entries(run.states ?? {}))
      states.set(id, { read: upload(`${id} read`, data), write: upload(`${id} write`, poison(data.length)) });
    const caches = new Map(Object.entries(run.caches ?? {}).map(([id, data]) => [id, upload(id, data)]));
    const vectors = new Map(Object.entries(run.vectors ?? {}).map(([role, data]) => [role, upload(role, data)]));
    const matrices = new Map<string, GpuMatrix>();
    for (const [role, m] of Object.entries(run.matrices ?? {})) {
      const limit = m.bindingLimit ?? 2 ** 27;
      const matrix = uploadMatrix(buffers, role, m.data, m.rows, m.columns, m.format ?? 'f32', limit);
      matrices.set(role, matrix);
      for (const part of matrix.parts) made.push(part.buffer, part.scales);
    }
    const missing = (what: string): never => {
      throw new Error(`the test gives no ${what}`);
    };
    const ctx: OpContext = {
      encoder,
      dims: run.dims ?? {},
      T: run.T ?? inputs[0]!.shape[0]!,
      position: run.position ?? 0,
      variants: { ...DEFAULT_VARIANTS, ...run.variants },
      alloc: (shape) => ({
        buffer: upload('alloc', poison(sizeOf(shape))),
        shape,
        offset: 0,
        stride: sizeOf(shape.slice(1)),
      }),
      vector: (_node, role) => vectors.get(role) ?? null,
      matrix: (_node, role) => matrices.get(role) ?? missing(`matrix ${role}`),
      state: (node) => states.get(node.id) ?? missing(`state of ${node.id}`),
      cache: (node) => caches.get(node.id) ?? missing(`cache of ${node.id}`),
      constants: (key, make) => upload(key, make()),
    };
    const out = encode(ctx, tensors);
    await encoder.submit();
    await encoder.settle();
    const list = [out.buffer, ...[...states.values()].map((s) => s.write), ...caches.values()];
    const read = await buffers.read(list.map((buffer) => ({ buffer, offset: 0, bytes: buffer.size })));
    for (const buffer of new Set(made)) buffers.destroy(buffer);
    const width = sizeOf(out.shape.slice(1));
    const dense = new Float32Array(sizeOf(out.shape));
    for (let t = 0; t < out.shape[0]!; t++)
      dense.set(read[0]!.subarray(out.offset + t * out.stride, out.offset + t * out.stride + width), t * width);
    return {
      output: { shape: out.shape, data: dense },
      states: Object.fromEntries([...states.keys()].map((id, i) => [id, read[1 + i]!])),
      caches: Object.fromEntries([...caches.keys()].map((id, i) => [id, read[1 + states.size + i]!])),
    };
  });
}

/** Repeatable numbers in [-1, 1): mulberry32. */
export function numbers(count: number, seed: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(count);
  let a = seed >>> 0;
  for (let i = 0; i < count; i++) {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    out[i] = ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  }
  return out;
}

/** Largest |a - b| over the RMS of b; NaN counts as infinite. */
export function errorOverRms(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let worst = 0;
  let square = 0;
  for (let i = 0; i < b.length; i++) {
    const d = Math.abs(a[i]! - b[i]!);
    if (!(d <= worst)) worst = Number.isNaN(d) ? Infinity : d;
    square += b[i]! * b[i]!;
  }
  return worst / (Math.sqrt(square / Math.max(1, b.length)) || 1);
}
