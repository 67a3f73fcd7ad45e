/**
 * The scan of S4D as a recurrence, in chunks, and as a convolution, and the fusion that uses the first two: decoding and short runs go step by
 * step, prefill in chunks, which start from any state and leave one behind. Formulas: engine/ops/s4d.ts.
 */

import convolution from '../../../shaders/s4d-convolution.wgsl';
import kernel from '../../../shaders/s4d-kernel.wgsl';
import scan from '../../../shaders/s4d-scan.wgsl';
import carry from '../../../shaders/s4d-scan-carry.wgsl';
import reduce from '../../../shaders/s4d-scan-reduce.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuFusion, type GpuTensor, rowWidth } from '../op';
import { activation } from './elementwise';
import { withPoles } from './s4d';
import { given, groups, type Recorder, rowGroups, slice, vector } from './shared';
import { skipAndGate } from './skip';

const x = { x_offset: 'u32', x_stride: 'u32' } as const;
const scanKernel: KernelSpec<'tokens' | 'channels' | 'poles' | 'first' | 'chunk' | keyof typeof x> = {
  name: 's4d-scan',
  source: withPoles(scan),
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write', 'write'],
  params: { tokens: 'u32', channels: 'u32', poles: 'u32', first: 'u32', chunk: 'u32', ...x },
};
const reduceKernel: KernelSpec<'tokens' | 'channels' | 'poles' | 'chunk' | keyof typeof x> = {
  name: 's4d-scan-reduce',
  source: withPoles(reduce),
  bindings: ['read', 'read', 'read', 'read', 'write'],
  params: { tokens: 'u32', channels: 'u32', poles: 'u32', chunk: 'u32', ...x },
};
const carryKernel: KernelSpec<'chunks' | 'channels' | 'poles' | 'doublings'> = {
  name: 's4d-scan-carry',
  source: withPoles(carry),
  bindings: ['read', 'read', 'read', 'read', 'write'],
  params: { chunks: 'u32', channels: 'u32', poles: 'u32', doublings: 'u32' },
};
const kernelKernel: KernelSpec<'lags' | 'channels' | 'poles'> = {
  name: 's4d-kernel',
  source: withPoles(kernel),
  bindings: ['read', 'read', 'read', 'read', 'write'],
  params: { lags: 'u32', channels: 'u32', poles: 'u32' },
};
const convolutionKernel: KernelSpec<'tokens' | 'channels' | keyof typeof x> = {
  name: 's4d-convolution',
  source: convolution,
  bindings: ['read', 'read', 'write'],
  params: { tokens: 'u32', channels: 'u32', ...x },
};

/** The weights of one S4D layer. */
export interface S4d {
  readonly logDt: GPUBuffer; // [C]
  readonly logReal: GPUBuffer; // [C, M]
  /** Null for real poles. */
  readonly imag: GPUBuffer | null; // [C, M]
  readonly C: GPUBuffer; // [C, M, 2] or [C, M]
  readonly method: 'zoh' | 'bilinear';
  readonly channels: number;
  /** M per channel. */
  readonly poles: number;
}

/** h before and after a run, [C, M, 2] or [C, M]; different buffers. */
export interface S4dState {
  readonly before: GPUBuffer;
  readonly after: GPUBuffer;
}

/** Poles that one thread keeps in registers, eight numbers each; more are done in passes. */
const REGISTERS = 8;
/** Shortest chunk, in tokens; a power of two. */
export const CHUNK = 32;
const MOST_CHUNKS = 64;

const constantsOf = (s: S4d) => ({ COMPLEX: s.imag ? 1 : 0, BILINEAR: s.method === 'bilinear' ? 1 : 0 });
const polesOf = (s: S4d) => [s.logDt, s.logReal, s.imag ?? s.logReal] as const;

/** y of chunks that start in the states `starts`; one chunk of T tokens is the recurrence. */
function walk(ctx: Recorder, s: S4d, x: GpuTensor, starts: GPUBuffer, after: GPUBuffer, chunk: number): GpuTensor {
  const tokens = x.shape[0]!;
  const { channels, poles } = s;
  const y = ctx.alloc([tokens, channels]);
  for (let first = 0; first < poles; first += REGISTERS)
    ctx.encoder.dispatch(
      scanKernel,
      [x, ...polesOf(s), s.C, starts, after, y],
      { tokens, channels, poles, first, chunk, ...slice('x', x) },
      [groups(channels), Math.ceil(tokens / chunk)],
      { constants: constantsOf(s), consts: { POLES: Math.min(REGISTERS, poles - first) } },
    );
  return y;
}

/** One thread per channel walks through all tokens. Returns y, [T, C]. */
export const serialS4d = (ctx: Recorder, s: S4d, x: GpuTensor, { before, after }: S4dState): GpuTensor =>
  walk(ctx, s, x, before, after, x.shape[0]!);

/** Reduce, carry, apply over chunks of Q tokens, a power of two. */
export function chunkedS4d(
  ctx: Recorder,
  s: S4d,
  x: GpuTensor,
  { before, after }: S4dState,
  chunk?: number,
): GpuTensor {
  const tokens = x.shape[0]!;
  const { channels, poles } = s;
  let Q = chunk ?? CHUNK;
  if (!chunk) while (tokens > MOST_CHUNKS * Q) Q *= 2;
  const K = Math.ceil(tokens / Q);
  const ends = ctx.alloc([K, channels, poles, s.imag ? 2 : 1]);
  const constants = constantsOf(s);
  ctx.encoder.dispatch(
    reduceKernel,
    [x, ...polesOf(s), ends],
    { tokens, channels, poles, chunk: Q, ...slice('x', x) },
    [groups(channels * poles), K],
    { constants },
  );
  ctx.encoder.dispatch(
    carryKernel,
    [...polesOf(s), before, ends],
    { chunks: K, channels, poles, doublings: Math.log2(Q) },
    [groups(channels * poles)],
    { constants },
  );
  return walk(ctx, s, x, ends.buffer, after, Q);
}

/** The convolution kernel K, [L, C]. */
export function s4dKernel(ctx: Recorder, s: S4d, lags: number): GpuTensor {
  const { channels, poles } = s;
  const K = ctx.alloc([lags, channels]);
  ctx.encoder.dispatch(
    kernelKernel,
    [...polesOf(s), s.C, K],
    { lags, channels, poles },
    [groups(channels), Math.ceil(lags / 16)],
    { constants: constantsOf(s) },
  );
  return K;
}

/** y = K * x, what the recurrence gives from a zero state; K has at least T lags. Returns [T, C]. */
export function s4dConvolution(ctx: Recorder, K: GpuTensor, x: GpuTensor): GpuTensor {
  const tokens = x.shape[0]!;
  const channels = rowWidth(x);
  const y = ctx.alloc([tokens, channels]);
  ctx.encoder.dispatch(convolutionKernel, [x, K, y], { tokens, channels, ...slice('x', x) }, [
    groups(channels),
    rowGroups(tokens),
  ]);
  return y;
}

export const s4dScan: GpuFusion = {
  name: 's4d-scan',
  encode(ctx, nodes, inputs) {
    const poles = given(nodes.A_bar, 'role A_bar');
    const { skip, act } = nodes;
    const x = given(inputs.x, 'input x');
    const { read, write } = ctx.state(given(nodes.state, 'role state'));
    const logReal = vector(ctx, poles, 'log_A_real');
    const channels = rowWidth(x);
    const layer: S4d = {
      logDt: vector(ctx, poles, 'log_dt'),
      logReal,
      imag: poles.attrs.complex === true ? vector(ctx, poles, 'A_imag') : null,
      C: vector(ctx, given(nodes.read, 'role read'), 'C'),
      method: poles.attrs.method as 'zoh' | 'bilinear',
      channels,
      poles: logReal.size / 4 / channels,
    };
    const state = { before: read, after: write };
    let y = x.shape[0]! < 2 * CHUNK ? serialS4d(ctx, layer, x, state) : chunkedS4d(ctx, layer, x, state);
    if (skip) y = skipAndGate(ctx, y, { x, D: vector(ctx, skip, 'D'), per: skip.attrs.headDim as number }, null);
    return act ? activation.encode(ctx, act, [y]) : y;
  },
};
