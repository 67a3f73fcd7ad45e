import type { Tensor } from '@/engine/tensor';

/** Mean of each row of a [T, C] tensor: one number per token. */
export function meanOverChannels({ shape, data }: Tensor): Float32Array {
  const [T, C] = shape as [number, number];
  return Float32Array.from({ length: T }, (_, t) => {
    let sum = 0;
    for (let c = 0; c < C; c++) sum += data[t * C + c]!;
    return sum / C;
  });
}
