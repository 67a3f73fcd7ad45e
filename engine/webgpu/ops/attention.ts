/**
 * Attention in one step, or in three where somebody looks at scores or weights or changes them. Both first append the keys and values of the run to
 * the caches. Formulas: engine/ops/attention.ts; shaders/attention*.wgsl.
 */
import appendSource from '../../../shaders/append-rows.wgsl';
import attentionSource from '../../../shaders/attention.wgsl';
import mergeSource from '../../../shaders/attention-merge.wgsl';
import readSource from '../../../shaders/attention-read.wgsl';
import scoresSource from '../../../shaders/attention-scores.wgsl';
import type { BlueprintNode } from '../../blueprint/types';
import type { KernelSpec } from '../kernels';
import { type GpuFusion, type GpuOp, type GpuTensor, type OpContext, rowWidth } from '../op';
import { given, groups, rowGroups, withExponential } from './shared';

const sizes = { tokens: 'u32', past: 'u32', heads: 'u32', kv_heads: 'u32' } as const;
type Sizes = keyof typeof sizes;

const appendKernel: KernelSpec<'tokens' | 'width' | 'first' | 'offset' | 'stride'> = {
  name: 'append-rows',
  source: appendSource,
  bindings: ['read', 'write'],
  params: { tokens: 'u32', width: 'u32', first: 'u32', offset: 'u32', stride: 'u32' },
};
const scoresKernel: KernelSpec<Sizes | 'head_dim' | 'offset' | 'stride' | 'scale'> = {
  name: 'attention-scores',
  source: scoresSource,
  bindings: ['read', 'read', 'write'],
  params: { ...sizes, head_dim: 'u32', offset: 'u32', stride: 'u32', scale: 'f32' },
};
const readKernel: KernelSpec<Sizes | 'head_dim'> = {
  name: 'attention-read',
  source: readSource,
  bindings: ['read', 'read', 'write'],
  params: { ...sizes, head_dim: 'u32' },
};
const attentionKernel: KernelSpec<Sizes | 'span' | 'splits' | 'offset' | 'stride' | 'scale'> = {
  name: 'attention',
  source: withExponential(attentionSource),
  bindings: ['read', 'read', 'read', 'write'],
  params: { ...sizes, span: 'u32', splits: 'u32', offset: 'u32', stride: 'u32', scale: 'f32' },
};
const mergeKernel: KernelSpec<'count' | 'head_dim' | 'splits'> = {
  name: 'attention-merge',
  source: withExponential(mergeSource),
  bindings: ['read', 'write'],
  params: { count: 'u32', head_dim: 'u32', splits: 'u32' },
};

/** Writes rows of k or v at the end of the node's cache and returns the cache. */
function append(ctx: OpContext, node: BlueprintNode, x: GpuTensor): GPUBuffer {
  const cache = ctx.cache(node);
  const [tokens, width] = [x.shape[0]!, rowWidth(x)];
  ctx.encoder.dispatch(
    appendKernel,
    [x, cache],
    { tokens, width, first: ctx.position, offset: x.offset, stride: x.stride },
    [groups(width), rowGroups(tokens)],
  );
  return cache;
}

const attrsOf = (node: BlueprintNode) => node.attrs as { heads: number; kvHeads: number; headDim: number };

export const attentionScores: GpuOp = {
  name: 'attention-scores',
  encode(ctx, node, inputs) {
    const q = given(inputs[0], 'input q'); // [T, H·d_h]
    const cache = append(ctx, node, given(inputs[1], 'input k'));
    const { heads, kvHeads, headDim } = attrsOf(node);
    const tokens = q.shape[0]!;
    const S = ctx.position + tokens;
    const out = ctx.alloc([heads, tokens, S]);
    ctx.encoder.dispatch(
      scoresKernel,
      [q, cache, out],
      {
        tokens,
        past: ctx.position,
        heads,
        kv_heads: kvHeads,
        head_dim: headDim,
        offset: q.offset,
        stride: q.stride,
        scale: node.attrs.scale as number,
      },
      [groups(S), rowGroups(heads * tokens)],
    );
    return out;
  },
};

export const attentionRead: GpuOp = {
  name: 'attention-read',
  encode(ctx, node, inputs) {
    const weights = given(inputs[0], 'input weights'); // [H, T, S], dense
    const cache = append(ctx, node, given(inputs[1], 'input v'));
    const { heads, kvHeads, headDim } = attrsOf(node);
    const tokens = weights.shape[1]!;
    const out = ctx.alloc([tokens, heads * headDim]);
    ctx.encoder.dispatch(
      readKernel,
      [weights, cache, out],
      { tokens, past: ctx.position, heads, kv_heads: kvHeads, head_dim: headDim },
      [groups(heads * headDim), rowGroups(tokens)],
    );
    return out;
  },
};

/** Queries of a workgroup: a vec4f of the shader. */
const ROWS = 4;
/** Fewest keys of one split, so that joining the splits stays cheap. */
const LEAST_SPAN = 128;
/** Workgroups that keep a large device busy. */
const BUSY = 256;

/**
 * How the fused kernel is dispatched: threads of a workgroup (one per column of a head if it can be), workgroups per head for its columns,
 * workgroups over the queries, and how the keys are split so that a few queries still fill the device.
 */
export function attentionPlan(tokens: number, S: number, heads: number, kvHeads: number, headDim: number) {
  const lanes = Math.min(256, 64 * Math.ceil(headDim / 64));
  const columns = Math.ceil(headDim / lanes);
  const blocks = Math.ceil((tokens * heads) / kvHeads / ROWS);
  const wanted = Math.floor(BUSY / (blocks * kvHeads * columns));
  const parts = Math.max(1, Math.min(wanted, Math.ceil(S / LEAST_SPAN)));
  const span = lanes * Math.ceil(S / parts / lanes);
  return { lanes, columns, blocks, span, splits: Math.ceil(S / span) };
}

export const attention: GpuFusion = {
  name: 'attention',
  encode(ctx, nodes, inputs) {
    const scores = given(nodes.scores, 'role scores');
    const q = given(inputs.q, 'input q'); // [T, H·d_h]
    const k = append(ctx, scores, given(inputs.k, 'input k'));
    const v = append(ctx, given(nodes.read, 'role read'), given(inputs.v, 'input v'));
    const { heads, kvHeads, headDim } = attrsOf(scores);
    const tokens = q.shape[0]!;
    const { lanes, columns, blocks, span, splits } = attentionPlan(
      tokens,
      ctx.position + tokens,
      heads,
      kvHeads,
      headDim,
    );
    const out = ctx.alloc([tokens, heads * headDim]);
    const parts = splits === 1 ? out : ctx.alloc([splits, tokens, heads, headDim + 2]);
    ctx.encoder.dispatch(
      attentionKernel,
      [q, k, v, parts],
      {
        tokens,
        past: ctx.position,
        heads,
        kv_heads: kvHeads,
        span,
        splits,
        offset: q.offset,
        stride: q.stride,
        scale: scores.attrs.scale as number,
      },
      [blocks, kvHeads * columns, splits],
      { constants: { HEAD_DIM: headDim, LANES: lanes } },
    );
    if (splits > 1) {
      const count = tokens * heads * headDim;
      ctx.encoder.dispatch(mergeKernel, [parts, out], { count, head_dim: headDim, splits }, groups(count));
    }
    return out;
  },
};
