import type { Tensor } from '@/engine/tensor';

/** One column of a [T, C] tensor. */
export function channelOf({ shape, data }: Tensor, c: number): Float32Array {
  const [T, C] = shape as [number, number];
  if (!(Number.isInteger(c) && c >= 0 && c < C))
    throw new Error(`channel must be a whole number in [0, ${C}); got ${c}`);
  return Float32Array.from({ length: T }, (_, t) => data[t * C + c]!);
}
