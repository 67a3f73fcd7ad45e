/** selective-state: every h of Mamba written out, where somebody watches or changes it. Formula: engine/ops/selective-state.ts. */
import source from '../../../shaders/selective-state.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, slice } from './shared';
import { withChanges } from './state';

type Params = 'start' | 'end' | 'channels' | 'states' | `${'a' | 'delta' | 'b' | 'x'}_${'offset' | 'stride'}`;
const kernel: KernelSpec<Params> = {
  name: 'selective-state',
  source,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  params: {
    start: 'u32',
    end: 'u32',
    channels: 'u32',
    states: 'u32',
    a_offset: 'u32',
    a_stride: 'u32',
    delta_offset: 'u32',
    delta_stride: 'u32',
    b_offset: 'u32',
    b_stride: 'u32',
    x_offset: 'u32',
    x_stride: 'u32',
  },
};

export const selectiveState: GpuOp = {
  name: 'selective-state',
  encode(ctx, node, inputs) {
    const [a, delta, b, x] = [0, 1, 2, 3].map((i) => given(inputs[i], `input ${i} (Ā, Δ, B, x)`));
    const channels = rowWidth(x!); // C
    const states = rowWidth(b!); // N
    return withChanges(ctx, node, [x!.shape[0]!, channels, states], (h, before, start, end) =>
      ctx.encoder.dispatch(
        kernel,
        [a!, delta!, b!, x!, before, h],
        {
          start,
          end,
          channels,
          states,
          ...slice('a', a!),
          ...slice('delta', delta!),
          ...slice('b', b!),
          ...slice('x', x!),
        },
        [groups(channels * states)],
      ),
    );
  },
};
