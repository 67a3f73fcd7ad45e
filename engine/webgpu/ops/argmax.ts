/** argmax of one row into a word of a buffer of ids, where the next embedding finds it. Not an op of the blueprint: the runner's own. */
import source from '../../../shaders/argmax.wgsl';
import type { Encoder } from '../encoder';
import type { KernelSpec } from '../kernels';
import { type GpuTensor, rowWidth } from '../op';

const spec: KernelSpec<'count' | 'offset' | 'slot'> = {
  name: 'argmax',
  source,
  bindings: ['read', 'write'],
  params: { count: 'u32', offset: 'u32', slot: 'u32' },
};

/** ids[slot] = index of the largest value of the last row of `x`; ties go to the lowest. */
export function argmax(encoder: Encoder, x: GpuTensor, ids: GPUBuffer, slot: number): void {
  const offset = x.offset + (x.shape[0] - 1) * x.stride;
  encoder.dispatch(spec, [x, ids], { count: rowWidth(x), offset, slot }, 1);
}
