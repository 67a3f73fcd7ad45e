/** One row of a mixing matrix: what a token takes from each token up to itself. */
import type { Tensor } from '@/engine/tensor';

export const rowOf = ({ data, shape }: Tensor, row: number): number[] => [
  ...data.subarray(row * shape[1]!, row * shape[1]! + row + 1),
];

/** Sum with signs and without. */
export const totals = (values: readonly number[]): { sum: number; size: number } => ({
  sum: values.reduce((a, b) => a + b, 0),
  size: values.reduce((a, b) => a + Math.abs(b), 0),
});
