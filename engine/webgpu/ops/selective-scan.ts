/**
 * The selective scan of Mamba in three rungs, and the fusion that uses them: serial for decoding and short runs, chunks for prefill. The tree is
 * between them for the reader (ladder.ts). Formulas: engine/ops/selective-state.ts, selective-read.ts; shaders/selective-scan-*.wgsl.
 */

import apply from '../../../shaders/selective-scan-apply.wgsl';
import carry from '../../../shaders/selective-scan-carry.wgsl';
import reduce from '../../../shaders/selective-scan-reduce.wgsl';
import serial from '../../../shaders/selective-scan-serial.wgsl';
import tree from '../../../shaders/selective-scan-tree.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuFusion, type GpuTensor, rowWidth } from '../op';
import { given, groups, type Recorder, siluGate, slice, vector, withExponential } from './shared';
import { skipAndGate } from './skip';

type Slice<N extends string> = `${N}_${'offset' | 'stride'}`;
const size = { tokens: 'u32', channels: 'u32', states: 'u32' } as const;
const pass = { ...size, first: 'u32' } as const;
const written = {
  x_offset: 'u32',
  x_stride: 'u32',
  delta_offset: 'u32',
  delta_stride: 'u32',
  b_offset: 'u32',
  b_stride: 'u32',
} as const;
const all = { ...written, c_offset: 'u32', c_stride: 'u32' } as const;
type Sizes = keyof typeof size;
type All = Slice<'x' | 'delta' | 'b' | 'c'>;

const serialKernel: KernelSpec<Sizes | 'first' | All> = {
  name: 'selective-scan-serial',
  source: withExponential(serial),
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write', 'write'],
  params: { ...pass, ...all },
};
const treeKernel: KernelSpec<Sizes | All> = {
  name: 'selective-scan-tree',
  source: withExponential(tree),
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write', 'write'],
  params: { ...size, ...all },
};
const reduceKernel: KernelSpec<Sizes | 'first' | 'chunk' | Slice<'x' | 'delta' | 'b'>> = {
  name: 'selective-scan-reduce',
  source: withExponential(reduce),
  bindings: ['read', 'read', 'read', 'read', 'write', 'write'],
  params: { ...pass, chunk: 'u32', ...written },
};
const carryKernel: KernelSpec<'chunks' | 'channels' | 'states'> = {
  name: 'selective-scan-carry',
  source: withExponential(carry),
  bindings: ['read', 'read', 'read', 'write', 'write'],
  params: { chunks: 'u32', channels: 'u32', states: 'u32' },
};
const applyKernel: KernelSpec<Sizes | 'first' | 'chunk' | All> = {
  name: 'selective-scan-apply',
  source: withExponential(apply),
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write'],
  params: { ...pass, chunk: 'u32', ...all },
};

export interface SelectiveScan {
  readonly x: GpuTensor; // [T, C]
  readonly delta: GpuTensor; // [T, C]
  readonly B: GpuTensor; // [T, N]
  readonly C: GpuTensor; // [T, N]
  readonly aLog: GPUBuffer; // [C, N]
  /** h before the run, [C, N]. */
  readonly before: GPUBuffer;
  /** h after it; another buffer. */
  readonly after: GPUBuffer;
}

/** Cells of the state that one thread keeps in registers; more are done in passes. Mamba and Jamba have 16. */
const REGISTERS = 32;
/** Shortest chunk, in tokens. */
export const CHUNK = 32;
/** Chunks beyond which they only get longer: K · C threads are then enough for any device. */
const MOST_CHUNKS = 64;
/** Floats of the chunks' states that we are ready to hold at once: 64 MiB. */
const MOST_CARRY = 1 << 24;

function sizes({ x, B }: SelectiveScan) {
  return { tokens: x.shape[0]!, channels: rowWidth(x), states: rowWidth(B) };
}
const slices = (s: SelectiveScan) => ({
  ...slice('x', s.x),
  ...slice('delta', s.delta),
  ...slice('b', s.B),
  ...slice('c', s.C),
});

/** [first cell, cells] of each pass. */
function passes(states: number): [number, number][] {
  return Array.from({ length: Math.ceil(states / REGISTERS) }, (_, i) => [
    i * REGISTERS,
    Math.min(REGISTERS, states - i * REGISTERS),
  ]);
}

/** First rung: one thread per channel walks through all tokens. Returns y = h C, [T, C]. */
export function serialScan(ctx: Recorder, s: SelectiveScan): GpuTensor {
  const { tokens, channels, states } = sizes(s);
  const y = ctx.alloc([tokens, channels]);
  for (const [first, STATES] of passes(states))
    ctx.encoder.dispatch(
      serialKernel,
      [s.x, s.delta, s.aLog, s.B, s.C, s.before, s.after, y],
      { tokens, channels, states, first, ...slices(s) },
      [groups(channels)],
      { consts: { STATES } },
    );
  return y;
}

/** Second rung: a balanced tree over `width` tokens (a power of two) at a time, one workgroup per channel. */
export function treeScan(ctx: Recorder, s: SelectiveScan, width = 64): GpuTensor {
  const { tokens, channels, states } = sizes(s);
  const y = ctx.alloc([tokens, channels]);
  ctx.encoder.dispatch(
    treeKernel,
    [s.x, s.delta, s.aLog, s.B, s.C, s.before, s.after, y],
    { tokens, channels, states, ...slices(s) },
    [channels],
    { constants: { WIDTH: width } },
  );
  return y;
}

/** Tokens per chunk for a run of T with `cells` = C · N cells of state. */
export function chunkLength(T: number, cells: number): number {
  const most = Math.max(1, Math.min(MOST_CHUNKS, Math.floor(MOST_CARRY / cells)));
  return CHUNK * Math.ceil(Math.max(CHUNK, T / most) / CHUNK);
}

/** Third rung: reduce, carry, apply over chunks of Q tokens. */
export function chunkedScan(ctx: Recorder, s: SelectiveScan, chunk?: number): GpuTensor {
  const { tokens, channels, states } = sizes(s);
  const Q = chunk ?? chunkLength(tokens, channels * states);
  const K = Math.ceil(tokens / Q);
  const total = ctx.alloc([K, channels]);
  const ends = ctx.alloc([K, states, channels]);
  const y = ctx.alloc([tokens, channels]);
  for (const [first, STATES] of passes(states))
    ctx.encoder.dispatch(
      reduceKernel,
      [s.x, s.delta, s.aLog, s.B, total, ends],
      { tokens, channels, states, first, chunk: Q, ...slices(s) },
      [groups(channels), K],
      { consts: { STATES } },
    );
  ctx.encoder.dispatch(carryKernel, [s.aLog, total, s.before, s.after, ends], { chunks: K, channels, states }, [
    groups(channels * states),
  ]);
  for (const [first, STATES] of passes(states))
    ctx.encoder.dispatch(
      applyKernel,
      [s.x, s.delta, s.aLog, s.B, s.C, ends, y],
      { tokens, channels, states, first, chunk: Q, ...slices(s) },
      [groups(channels), K],
      { consts: { STATES } },
    );
  return y;
}

export const selectiveScan: GpuFusion = {
  name: 'selective-scan',
  encode(ctx, nodes, inputs) {
    const { skip, gated } = nodes;
    const x = given(inputs.x, 'input x');
    const { read, write } = ctx.state(given(nodes.state, 'role state'));
    const scan: SelectiveScan = {
      x,
      delta: given(inputs.delta, 'input delta'),
      B: given(inputs.B, 'input B'),
      C: given(inputs.C, 'input C'),
      aLog: vector(ctx, given(nodes.decay, 'role decay'), 'A_log'),
      before: read,
      after: write,
    };
    // Chunks do the arithmetic twice; they pay once there are at least two to run at the same time.
    const y = x.shape[0]! < 2 * CHUNK ? serialScan(ctx, scan) : chunkedScan(ctx, scan);
    if (!skip && !gated) return y;
    const direct = skip ? { x, D: vector(ctx, skip, 'D'), per: skip.attrs.headDim as number } : null;
    return skipAndGate(ctx, y, direct, gated ? siluGate(nodes.gate, given(inputs.z, 'input z')) : null);
  },
};
