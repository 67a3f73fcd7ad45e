/** What an induction head does at the end of an example: which earlier token its last reading comes from, and what it keeps on the way. */
import type { Tensor } from '@/engine/tensor';

/** The last row of a [T, T] matrix as shares of its sum. */
export function lastRowShares({ shape, data }: Tensor): Float32Array {
  const T = shape[0]!;
  const row = data.subarray((T - 1) * T, T * T);
  const sum = row.reduce((a, b) => a + b, 0);
  return Float32Array.from(row, (v) => (sum > 0 ? v / sum : 0));
}

/** Place and value of the largest. */
export function largestOf(values: ArrayLike<number>): { at: number; value: number } {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[at]!) at = i;
  return { at, value: values[at]! };
}

/** Probability of each token from logits. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const top = largestOf(logits).value;
  const all = Float64Array.from(logits, (v) => Math.exp(v - top));
  const sum = all.reduce((a, b) => a + b, 0);
  return all.map((v) => v / sum);
}
