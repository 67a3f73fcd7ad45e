/** glu: a ⊙ σ(b) of rows [a; b]. Formula: engine/ops/elementwise.ts. */
import source from '../../../shaders/glu.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups, withExponential } from './shared';

const kernel: KernelSpec<'tokens' | 'width' | 'offset' | 'stride'> = {
  name: 'glu',
  source: withExponential(source),
  bindings: ['read', 'write'],
  params: { tokens: 'u32', width: 'u32', offset: 'u32', stride: 'u32' },
};

export const glu: GpuOp = {
  name: 'glu',
  encode(ctx, _node, inputs) {
    const x = given(inputs[0], 'input'); // [T, 2w]
    const tokens = x.shape[0]!;
    const width = rowWidth(x) / 2;
    const out = ctx.alloc([tokens, width]);
    const params = { tokens, width, offset: x.offset, stride: x.stride };
    ctx.encoder.dispatch(kernel, [x, out], params, [groups(width), rowGroups(tokens)]);
    return out;
  },
};
