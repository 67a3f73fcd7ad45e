/**
 * moe: a mixture of gated MLPs of which only the chosen ones are computed. Formula: engine/ops/moe.ts; shaders/moe-*.wgsl.
 * One token: each of its K experts on its own. A prefill: the (token, choice) pairs sorted by expert, four to a block, so that a weight that
 * is read serves four.
 */
import expertsSource from '../../../shaders/moe-experts.wgsl';
import planSource from '../../../shaders/moe-plan.wgsl';
import sumSource from '../../../shaders/moe-sum.wgsl';
import type { KernelSpec } from '../kernels';
import { FORMAT, type GpuMatrix, withMatrix } from '../matrix';
import { type GpuOp, type GpuTensor, type OpContext, rowWidth } from '../op';
import { gated } from './elementwise';
import { given, groups, rowGroups, slice } from './shared';

const planKernel: KernelSpec<'pairs' | 'k' | 'places' | 'ids_offset' | 'ids_stride'> = {
  name: 'moe-plan',
  source: planSource,
  bindings: ['read', 'write'],
  params: { pairs: 'u32', k: 'u32', places: 'u32', ids_offset: 'u32', ids_stride: 'u32' },
};
type ExpertsParams =
  | 'rows'
  | 'start'
  | 'columns'
  | 'quads'
  | 'inner'
  | 'experts'
  | 'pairs'
  | 'k'
  | 'share'
  | `${'ids' | 'x'}_${'offset' | 'stride'}`;
const experts = (entry: string): KernelSpec<ExpertsParams> => ({
  name: 'moe-experts',
  source: withMatrix(expertsSource),
  entry,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  params: {
    rows: 'u32',
    start: 'u32',
    columns: 'u32',
    quads: 'u32',
    inner: 'u32',
    experts: 'u32',
    pairs: 'u32',
    k: 'u32',
    share: 'u32',
    ids_offset: 'u32',
    ids_stride: 'u32',
    x_offset: 'u32',
    x_stride: 'u32',
  },
});
const perThread = experts('per_thread');
const perWorkgroup = experts('per_workgroup');
const blocks = experts('blocks');
const sumKernel: KernelSpec<'tokens' | 'width' | 'k' | 'offset' | 'stride'> = {
  name: 'moe-sum',
  source: sumSource,
  bindings: ['read', 'read', 'write'],
  params: { tokens: 'u32', width: 'u32', k: 'u32', offset: 'u32', stride: 'u32' },
};

/** Fewer pairs than this for each expert and most blocks of four would stand empty. */
const LEAST_PER_EXPERT = 2;

interface Choice {
  readonly ids: GpuTensor; // [T, K]
  readonly experts: number;
  readonly pairs: number;
  readonly k: number;
  /** Pairs in blocks of four of one expert, and how many blocks there can be; null: each pair on its own. */
  readonly plan: { readonly order: GpuTensor; readonly blocks: number } | null;
}

/** Sorts the pairs by expert where there are enough of them. */
function choose(ctx: OpContext, ids: GpuTensor, experts: number): Choice {
  const k = rowWidth(ids);
  const pairs = ids.shape[0]! * k;
  if (pairs < LEAST_PER_EXPERT * experts) return { ids, experts, pairs, k, plan: null };
  const most = Math.floor((pairs + 3 * Math.min(experts, pairs)) / 4);
  const order = ctx.alloc([4 * most]);
  ctx.encoder.dispatch(planKernel, [ids, order], { pairs, k, places: 4 * most, ...slice('ids', ids) }, 1, {
    constants: { EXPERTS: experts },
  });
  return { ids, experts, pairs, k, plan: { order, blocks: most } };
}

/** [pairs, inner]: rows of the chosen experts times x, of which `share` pairs read the same row. */
function product(ctx: OpContext, matrix: GpuMatrix, choice: Choice, x: GpuTensor, share: number): GpuTensor {
  const inner = matrix.rows / choice.experts;
  const out = ctx.alloc([choice.pairs, inner]);
  const { ids, plan, pairs, k } = choice;
  const single = ctx.variants.gemv === 'thread' ? perThread : perWorkgroup;
  for (const part of matrix.parts)
    ctx.encoder.dispatch(
      plan ? blocks : single,
      [part.buffer, part.scales, x, ids, plan?.order ?? ids, out],
      {
        rows: part.rows,
        start: part.startRow,
        columns: matrix.columns,
        quads: matrix.wordsPerRow / 4,
        inner,
        experts: choice.experts,
        pairs,
        k,
        share,
        ...slice('ids', ids),
        ...slice('x', x),
      },
      [single === perWorkgroup && !plan ? inner : groups(inner), plan?.blocks ?? pairs],
      { constants: { FORMAT: FORMAT[matrix.format] } },
    );
  return out;
}

export const moe: GpuOp = {
  name: 'moe',
  encode(ctx, node, inputs) {
    const [x, ids, shares] = [0, 1, 2].map((i) => given(inputs[i], `input ${i} (x, ids, shares)`)) as [
      GpuTensor,
      GpuTensor,
      GpuTensor,
    ];
    const choice = choose(ctx, ids, node.attrs.experts as number);
    const gate = product(ctx, ctx.matrix(node, 'gate'), choice, x, choice.k);
    const up = product(ctx, ctx.matrix(node, 'up'), choice, x, choice.k);
    const hidden = gated.encode(ctx, { gate: node }, { x: up, z: gate });
    const answers = product(ctx, ctx.matrix(node, 'down'), choice, hidden, 1);
    const [tokens, width] = [x.shape[0]!, rowWidth(answers)];
    const out = ctx.alloc([tokens, width]);
    ctx.encoder.dispatch(
      sumKernel,
      [answers, shares, out],
      { tokens, width, k: choice.k, offset: shares.offset, stride: shares.stride },
      [groups(width), rowGroups(tokens)],
    );
    return out;
  },
};
