/** Which expert for which token: what a router decided, and how evenly. */
import type { Tensor } from '@/engine/tensor';

/** How often each expert was chosen: counts that add up to T × K. */
export function loadOf({ data }: Tensor, experts: number): number[] {
  const load = new Array<number>(experts).fill(0);
  for (const id of data) {
    if (!(Number.isInteger(id) && id >= 0 && id < experts))
      throw new Error(`an expert must be a whole number in [0, ${experts}); got ${id}`);
    load[id]!++;
  }
  return load;
}

/** [T, E] of the weights that the chosen experts have, 0 elsewhere: `ids` and `weights` are [T, K]. */
export function chosenWeights(ids: Tensor, weights: Tensor, experts: number): Float32Array {
  const [T, K] = ids.shape as [number, number];
  const all = new Float32Array(T * experts);
  for (let i = 0; i < T * K; i++) all[Math.floor(i / K) * experts + ids.data[i]!] = weights.data[i]!;
  return all;
}

/** Rows become columns: [T, E] → [E, T], so that tokens run to the right. */
export function turned(values: Float32Array, rows: number, cols: number): Float32Array {
  return Float32Array.from({ length: rows * cols }, (_, i) => values[(i % rows) * cols + Math.floor(i / rows)]!);
}

/** Entropy of a load in bits: log₂ E when all work alike, 0 when one does everything. */
export function entropyOf(load: readonly number[]): number {
  const sum = load.reduce((a, b) => a + b, 0);
  return load.reduce((h, n) => (n > 0 ? h - (n / sum) * Math.log2(n / sum) : h), 0);
}
