/** rms-norm over the last axis or equal groups of it, with or without weights. */
import source from '../../../shaders/rms-norm.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';

const spec: KernelSpec<'rows' | 'groups' | 'size' | 'offset' | 'stride' | 'eps'> = {
  name: 'rms-norm',
  source,
  bindings: ['read', 'read', 'write'],
  params: { rows: 'u32', groups: 'u32', size: 'u32', offset: 'u32', stride: 'u32', eps: 'f32' },
};

export const rmsNorm: GpuOp = {
  name: 'rms-norm',
  encode(ctx, node, [input]) {
    const x = input!;
    const weight = ctx.vector(node, 'weight');
    const groups = node.attrs.groups as number;
    const output = ctx.alloc(x.shape);
    const rows = ctx.T * groups;
    ctx.encoder.dispatch(
      spec,
      [x, weight ?? x, output],
      {
        rows,
        groups,
        size: rowWidth(x) / groups,
        offset: x.offset,
        stride: x.stride,
        eps: node.attrs.eps as number,
      },
      rows,
      { constants: { WEIGHT: weight ? 1 : 0 } },
    );
    return output;
  },
};
