/** slice: columns of the last axis as a view of the same buffer, and the copy for readers that cannot take a view. */
import source from '../../../shaders/slice.wgsl';
import { evalShape } from '../../blueprint/dims';
import type { KernelSpec } from '../kernels';
import { type GpuOp, type GpuTensor, type OpContext, rowWidth } from '../op';

const spec: KernelSpec<'count' | 'width' | 'offset' | 'stride'> = {
  name: 'slice',
  source,
  bindings: ['read', 'write'],
  params: { count: 'u32', width: 'u32', offset: 'u32', stride: 'u32' },
};

export const slice: GpuOp = {
  name: 'slice',
  encode(ctx, node, [input]) {
    const x = input!;
    return {
      buffer: x.buffer,
      shape: evalShape(node.shape, ctx.dims, { T: ctx.T, S: ctx.position + ctx.T }),
      offset: x.offset + (node.attrs.start as number),
      stride: x.stride,
    };
  },
};

/** True if the rows lie one after another. */
export const isDense = (x: GpuTensor): boolean => x.shape[0] === 1 || x.stride === rowWidth(x);

/** The same values in rows without gaps: `x` itself if it has none, unless a copy is wanted anyway. */
export function dense(ctx: Pick<OpContext, 'encoder' | 'alloc'>, x: GpuTensor, copy = false): GpuTensor {
  if (isDense(x) && !copy) return x;
  const output = ctx.alloc(x.shape);
  const width = rowWidth(x);
  const count = x.shape[0]! * width;
  ctx.encoder.dispatch(spec, [x, output], { count, width, offset: x.offset, stride: x.stride }, Math.ceil(count / 64));
  return output;
}
