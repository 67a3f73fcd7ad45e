/** ssd-read: y from the written-out S of Mamba-2. Formula: engine/ops/ssd-read.ts. */
import source from '../../../shaders/ssd-read.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups, slice } from './shared';
import { headSizes } from './ssd-state';

const kernel: KernelSpec<
  'tokens' | 'heads' | 'head_dim' | 'states' | 'groups' | `${'s' | 'c'}_${'offset' | 'stride'}`
> = {
  name: 'ssd-read',
  source,
  bindings: ['read', 'read', 'write'],
  params: {
    tokens: 'u32',
    heads: 'u32',
    head_dim: 'u32',
    states: 'u32',
    groups: 'u32',
    s_offset: 'u32',
    s_stride: 'u32',
    c_offset: 'u32',
    c_stride: 'u32',
  },
};

export const ssdRead: GpuOp = {
  name: 'ssd-read',
  encode(ctx, node, inputs) {
    const [s, c] = [given(inputs[0], 'input S'), given(inputs[1], 'input C')];
    const sizes = headSizes(node);
    const tokens = s.shape[0]!;
    const states = rowWidth(c) / sizes.groups; // N
    const channels = sizes.heads * sizes.head_dim;
    const out = ctx.alloc([tokens, channels]);
    ctx.encoder.dispatch(kernel, [s, c, out], { tokens, ...sizes, states, ...slice('s', s), ...slice('c', c) }, [
      groups(channels),
      rowGroups(tokens),
    ]);
    return out;
  },
};
