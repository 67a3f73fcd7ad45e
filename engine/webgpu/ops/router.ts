/** top-k and gather: which experts a token chose and how much each counts. Formulas: engine/ops/router.ts; softmax is in softmax.ts. */
import gatherSource from '../../../shaders/gather.wgsl';
import topKSource from '../../../shaders/top-k.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, slice } from './shared';

const topKKernel: KernelSpec<'rows' | 'width' | 'k' | 'offset' | 'stride'> = {
  name: 'top-k',
  source: topKSource,
  bindings: ['read', 'write'],
  params: { rows: 'u32', width: 'u32', k: 'u32', offset: 'u32', stride: 'u32' },
};
const gatherKernel: KernelSpec<
  'rows' | 'width' | 'k' | 'normalize' | 'offset' | 'stride' | 'ids_offset' | 'ids_stride'
> = {
  name: 'gather',
  source: gatherSource,
  bindings: ['read', 'read', 'write'],
  params: {
    rows: 'u32',
    width: 'u32',
    k: 'u32',
    normalize: 'u32',
    offset: 'u32',
    stride: 'u32',
    ids_offset: 'u32',
    ids_stride: 'u32',
  },
};

export const topK: GpuOp = {
  name: 'top-k',
  encode(ctx, node, inputs) {
    const x = given(inputs[0], 'input'); // [T, E]
    const rows = x.shape[0]!;
    const k = node.attrs.k as number;
    const out = ctx.alloc([rows, k]);
    const params = { rows, width: rowWidth(x), k, offset: x.offset, stride: x.stride };
    ctx.encoder.dispatch(topKKernel, [x, out], params, [groups(rows)]);
    return out;
  },
};

export const gather: GpuOp = {
  name: 'gather',
  encode(ctx, node, inputs) {
    const [x, ids] = [given(inputs[0], 'input values'), given(inputs[1], 'input ids')]; // [T, E], [T, K]
    const rows = x.shape[0]!;
    const k = rowWidth(ids);
    const out = ctx.alloc([rows, k]);
    ctx.encoder.dispatch(
      gatherKernel,
      [x, ids, out],
      {
        rows,
        width: rowWidth(x),
        k,
        normalize: node.attrs.normalize ? 1 : 0,
        offset: x.offset,
        stride: x.stride,
        ...slice('ids', ids),
      },
      [groups(rows)],
    );
    return out;
  },
};
