/** ssd-state: every S of Mamba-2 written out, where somebody watches or changes it. Formula: engine/ops/ssd-state.ts. */
import source from '../../../shaders/ssd-state.wgsl';
import type { BlueprintNode } from '../../blueprint/types';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, slice } from './shared';
import { withChanges } from './state';

type Params =
  | 'start'
  | 'end'
  | 'heads'
  | 'head_dim'
  | 'states'
  | 'groups'
  | `${'a' | 'delta' | 'b' | 'x'}_${'offset' | 'stride'}`;
const kernel: KernelSpec<Params> = {
  name: 'ssd-state',
  source,
  bindings: ['read', 'read', 'read', 'read', 'read', 'write'],
  params: {
    start: 'u32',
    end: 'u32',
    heads: 'u32',
    head_dim: 'u32',
    states: 'u32',
    groups: 'u32',
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

/** H, P and G of a node with those attrs, under the names of the kernels' params. */
export function headSizes(node: BlueprintNode) {
  const { heads, headDim, groups } = node.attrs as { heads: number; headDim: number; groups: number };
  return { heads, head_dim: headDim, groups };
}

export const ssdState: GpuOp = {
  name: 'ssd-state',
  encode(ctx, node, inputs) {
    const [a, delta, b, x] = [0, 1, 2, 3].map((i) => given(inputs[i], `input ${i} (a, Δ, B, x)`));
    const sizes = headSizes(node);
    const states = rowWidth(b!) / sizes.groups; // N
    const shape = [x!.shape[0]!, sizes.heads, sizes.head_dim, states];
    const slices = { ...slice('a', a!), ...slice('delta', delta!), ...slice('b', b!), ...slice('x', x!) };
    return withChanges(ctx, node, shape, (s, before, start, end) =>
      ctx.encoder.dispatch(
        kernel,
        [a!, delta!, b!, x!, before, s],
        { start, end, ...sizes, states, ...slices },
        groups(rowWidth(s)),
      ),
    );
  },
};
