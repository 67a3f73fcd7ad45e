/** selective-read: y from the written-out h of Mamba. Formula: engine/ops/selective-read.ts. */
import source from '../../../shaders/selective-read.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups, slice } from './shared';

type Params = 'tokens' | 'channels' | 'states' | `${'h' | 'c'}_${'offset' | 'stride'}`;
const kernel: KernelSpec<Params> = {
  name: 'selective-read',
  source,
  bindings: ['read', 'read', 'write'],
  params: {
    tokens: 'u32',
    channels: 'u32',
    states: 'u32',
    h_offset: 'u32',
    h_stride: 'u32',
    c_offset: 'u32',
    c_stride: 'u32',
  },
};

export const selectiveRead: GpuOp = {
  name: 'selective-read',
  encode(ctx, _node, inputs) {
    const [h, c] = [given(inputs[0], 'input h'), given(inputs[1], 'input C')];
    const tokens = h.shape[0]!;
    const states = rowWidth(c); // N
    const channels = rowWidth(h) / states; // C
    const out = ctx.alloc([tokens, channels]);
    ctx.encoder.dispatch(kernel, [h, c, out], { tokens, channels, states, ...slice('h', h), ...slice('c', c) }, [
      groups(channels),
      rowGroups(tokens),
    ]);
    return out;
  },
};
