/**
 * The scan of Mamba-2 (state space duality): as a recurrence for decoding and short runs, in chunks of matrix products for prefill, and the fusion that
 * uses both. Formulas: engine/ops/ssd-state.ts, ssd-read.ts; shaders/ssd-scores.wgsl tells the steps.
 */
import carry from '../../../shaders/ssd-carry.wgsl';
import chunkState from '../../../shaders/ssd-chunk-state.wgsl';
import mask from '../../../shaders/ssd-mask.wgsl';
import output from '../../../shaders/ssd-output.wgsl';
import serial from '../../../shaders/ssd-scan-serial.wgsl';
import scores from '../../../shaders/ssd-scores.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuFusion, type GpuTensor, rowWidth } from '../op';
import { given, groups, type Recorder, rowGroups, siluGate, slice, vector, withExponential } from './shared';
import { skipAndGate } from './skip';
import { headSizes } from './ssd-state';

type Slice<N extends string> = `${N}_${'offset' | 'stride'}`;
const x = { x_offset: 'u32', x_stride: 'u32' } as const;
const delta = { delta_offset: 'u32', delta_stride: 'u32' } as const;
const b = { b_offset: 'u32', b_stride: 'u32' } as const;
const c = { c_offset: 'u32', c_stride: 'u32' } as const;
const tokens = { tokens: 'u32' } as const;
const chunk = { chunk: 'u32' } as const;
const size = { heads: 'u32', head_dim: 'u32', states: 'u32', groups: 'u32' } as const;
type Size = keyof typeof size;

const serialKernel: KernelSpec<'tokens' | Size | Slice<'x' | 'delta' | 'b' | 'c'>> = {
  name: 'ssd-scan-serial',
  source: withExponential(serial),
  bindings: ['read', 'read', 'read', 'read', 'read', 'read', 'write', 'write'],
  params: { ...tokens, ...size, ...x, ...delta, ...b, ...c },
};
const scoresKernel: KernelSpec<'tokens' | 'states' | 'groups' | 'chunk' | Slice<'b' | 'c'>> = {
  name: 'ssd-scores',
  source: scores,
  bindings: ['read', 'read', 'write'],
  params: { ...tokens, states: 'u32', groups: 'u32', ...chunk, ...b, ...c },
};
const maskKernel: KernelSpec<'tokens' | 'heads' | 'groups' | 'chunk' | Slice<'delta'>> = {
  name: 'ssd-mask',
  source: withExponential(mask),
  bindings: ['read', 'read', 'read', 'write', 'write', 'write'],
  params: { ...tokens, heads: 'u32', groups: 'u32', ...chunk, ...delta },
};
const chunkStateKernel: KernelSpec<'tokens' | Size | 'chunk' | Slice<'x' | 'b'>> = {
  name: 'ssd-chunk-state',
  source: chunkState,
  bindings: ['read', 'read', 'read', 'write'],
  params: { ...tokens, ...size, ...chunk, ...x, ...b },
};
const carryKernel: KernelSpec<'tokens' | 'heads' | 'head_dim' | 'states' | 'chunk'> = {
  name: 'ssd-carry',
  source: carry,
  bindings: ['read', 'read', 'write', 'write'],
  params: { ...tokens, heads: 'u32', head_dim: 'u32', states: 'u32', ...chunk },
};
const outputKernel: KernelSpec<'tokens' | Size | 'chunk' | Slice<'x' | 'c'> | 'y_offset'> = {
  name: 'ssd-output',
  source: output,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  params: { ...tokens, ...size, ...chunk, ...x, ...c, y_offset: 'u32' },
};

export interface SsdScan {
  readonly x: GpuTensor; // [T, H·P]
  readonly delta: GpuTensor; // [T, H]
  readonly B: GpuTensor; // [T, G, N]
  readonly C: GpuTensor; // [T, G, N]
  readonly aLog: GPUBuffer; // [H]
  /** S before the run, [H, P, N]. */
  readonly before: GPUBuffer;
  /** S after it; another buffer. */
  readonly after: GPUBuffer;
  readonly heads: number;
  readonly head_dim: number;
  readonly groups: number;
}

/** Q: tokens of a chunk. Longer ones do more arithmetic per token (Q of the C Bᵀ and M rows), shorter ones keep more states. */
export const CHUNK = 64;
/** Runs shorter than this are cheaper as a recurrence: the chunks' five dispatches and their own states cost more. */
export const SHORT = 16;
/** Floats of M, or of the chunks' states, that we are ready to hold at once: 64 MiB. Longer runs go in segments. */
const MOST = 1 << 24;

const sizesOf = ({ heads, head_dim, groups, B }: SsdScan) => ({
  heads,
  head_dim,
  groups,
  states: rowWidth(B) / groups,
});

/** Threads that share a channel's row of the state: at least 8 of its numbers each, at most 16. */
export function partsOf(states: number): number {
  let parts = 1;
  while (parts < 16 && states >= 16 * parts) parts *= 2;
  return parts;
}

/** A few threads per channel walk through all tokens. y = S C is the sum of `parts` tensors [T, H·P] that lie in y's buffer one after another. */
export function serialSsd(
  ctx: Recorder,
  s: SsdScan,
  parts = partsOf(sizesOf(s).states),
): { y: GpuTensor; parts: number } {
  const T = s.x.shape[0]!;
  const channels = s.heads * s.head_dim;
  const all = ctx.alloc([parts * T, channels]);
  ctx.encoder.dispatch(
    serialKernel,
    [s.x, s.delta, s.aLog, s.B, s.C, s.before, s.after, all],
    {
      tokens: T,
      ...sizesOf(s),
      ...slice('x', s.x),
      ...slice('delta', s.delta),
      ...slice('b', s.B),
      ...slice('c', s.C),
    },
    [groups(channels * parts)],
    { constants: { PARTS: parts } },
  );
  return { y: { ...all, shape: [T, channels] }, parts };
}

/** Tokens that one pass over the chunks may take. */
export function segmentLength(heads: number, headDim: number, states: number, Q = CHUNK): number {
  return Q * Math.max(1, Math.floor(MOST / (heads * Math.max(Q * Q, headDim * states))));
}

/** The matrix form in chunks of Q tokens, in segments where the run is long. */
export function chunkedSsd(ctx: Recorder, s: SsdScan, Q = CHUNK, segment?: number): GpuTensor {
  const T = s.x.shape[0]!;
  const { heads, head_dim, states } = sizesOf(s);
  const length = segment ?? segmentLength(heads, head_dim, states, Q);
  const y = ctx.alloc([T, heads * head_dim]);
  // Segments hand the state on through two buffers in turn, so that the last one writes `after`.
  const other = T > length ? ctx.alloc([heads * head_dim * states]).buffer : s.after;
  const scratch = scratchOf(ctx, s, Math.min(T, length), Q);
  let before = s.before;
  for (let start = 0, left = Math.ceil(T / length); left > 0; start += length, left--) {
    const after = left % 2 === 1 ? s.after : other;
    const rows = (t: GpuTensor): GpuTensor => ({
      ...t,
      shape: [Math.min(length, T - start), ...t.shape.slice(1)],
      offset: t.offset + start * t.stride,
    });
    const part = { ...s, x: rows(s.x), delta: rows(s.delta), B: rows(s.B), C: rows(s.C), before, after };
    encodeSegment(ctx, part, scratch, rows(y), Q);
    before = after;
  }
  return y;
}

function scratchOf(ctx: Recorder, s: SsdScan, T: number, Q: number) {
  const { heads, head_dim, groups: G, states } = sizesOf(s);
  return {
    scores: ctx.alloc([T, G, Q]),
    mixed: ctx.alloc([heads, T, Q]),
    sinceStart: ctx.alloc([T, heads]),
    untilEnd: ctx.alloc([T, heads]),
    ends: ctx.alloc([Math.ceil(T / Q), heads, states, head_dim]),
  };
}

function encodeSegment(
  { encoder }: Recorder,
  s: SsdScan,
  scratch: ReturnType<typeof scratchOf>,
  y: GpuTensor,
  Q: number,
): void {
  const { heads, head_dim, groups: G, states } = sizesOf(s);
  const { mixed, sinceStart, untilEnd, ends } = scratch;
  const T = s.x.shape[0]!;
  const quads = Math.ceil(head_dim / 4);
  const common = { tokens: T, heads, head_dim, states, groups: G, chunk: Q };
  const [xs, bs, cs] = [slice('x', s.x), slice('b', s.B), slice('c', s.C)];
  encoder.dispatch(scoresKernel, [s.B, s.C, scratch.scores], { ...common, ...bs, ...cs }, [
    groups(Q),
    rowGroups(T * G),
  ]);
  encoder.dispatch(
    maskKernel,
    [s.delta, s.aLog, scratch.scores, mixed, sinceStart, untilEnd],
    { ...common, ...slice('delta', s.delta) },
    [groups(T), heads],
  );
  encoder.dispatch(chunkStateKernel, [s.x, s.B, untilEnd, ends], { ...common, ...xs, ...bs }, [
    groups(states * quads),
    heads,
    Math.ceil(T / Q),
  ]);
  encoder.dispatch(carryKernel, [sinceStart, s.before, s.after, ends], common, groups(heads * states * head_dim));
  encoder.dispatch(
    outputKernel,
    [s.x, s.C, mixed, sinceStart, ends, y],
    { ...common, ...xs, ...cs, y_offset: y.offset },
    groups(heads * T * quads),
  );
}

export const ssdScan: GpuFusion = {
  name: 'ssd-scan',
  encode(ctx, nodes, inputs) {
    const { skip, gated } = nodes;
    const x = given(inputs.x, 'input x');
    const state = given(nodes.state, 'role state');
    const { read, write } = ctx.state(state);
    const scan: SsdScan = {
      x,
      delta: given(inputs.delta, 'input delta'),
      B: given(inputs.B, 'input B'),
      C: given(inputs.C, 'input C'),
      aLog: vector(ctx, given(nodes.decay, 'role decay'), 'A_log'),
      before: read,
      after: write,
      ...headSizes(state),
    };
    const { y, parts } = x.shape[0]! < SHORT ? serialSsd(ctx, scan) : { y: chunkedSsd(ctx, scan), parts: 1 };
    if (!skip && !gated && parts === 1) return y;
    const direct = skip ? { x, D: vector(ctx, skip, 'D'), per: skip.attrs.headDim as number } : null;
    return skipAndGate(ctx, y, direct, gated ? siluGate(nodes.gate, given(inputs.z, 'input z')) : null, parts);
  },
};
