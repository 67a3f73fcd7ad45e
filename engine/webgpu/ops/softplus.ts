/** softplus: Δ from its pre-activation. Formula: engine/ops/softplus.ts. */
import source from '../../../shaders/softplus.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups, withExponential } from './shared';

const kernel: KernelSpec<'tokens' | 'channels' | 'offset' | 'stride' | 'low' | 'high'> = {
  name: 'softplus',
  source: withExponential(source),
  bindings: ['read', 'read', 'write'],
  params: { tokens: 'u32', channels: 'u32', offset: 'u32', stride: 'u32', low: 'f32', high: 'f32' },
};

/** No limit on Δ as a number that the device may hold: WGSL may assume that there is no infinity. */
const LARGEST = 3.4028234663852886e38;

export const softplus: GpuOp = {
  name: 'softplus',
  encode(ctx, node, inputs) {
    const x = given(inputs[0], 'input x'); // [T, C]
    const tokens = x.shape[0]!;
    const channels = rowWidth(x);
    const bias = ctx.vector(node, 'bias');
    const out = ctx.alloc(x.shape);
    const low = node.attrs.min as number;
    const high = Math.min(LARGEST, node.attrs.max as number);
    ctx.encoder.dispatch(
      kernel,
      [x, bias ?? x, out],
      { tokens, channels, offset: x.offset, stride: x.stride, low, high },
      [groups(channels), rowGroups(tokens)],
      { constants: { BIAS: bias ? 1 : 0 } },
    );
    return out;
  },
};
