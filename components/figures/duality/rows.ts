/** One row of a mixing matrix: what a token takes from each token up to itself. */
import type { Tensor } from '@/engine/tensor';

/** Where the figure starts: the head of Mamba-2 that takes away most of what it says at the last token of this text, and one of the Transformer. */
export const START = {
  text: 'Lily put the red ball in the box. Tom asked where the ball was.',
  at: -1,
  layer: 7,
  ssd: 0,
  soft: 3,
};

/** Of the Transformer. */
export const SOFT_LAYER = 1;

export const rowOf = ({ data, shape }: Tensor, row: number): number[] => [
  ...data.subarray(row * shape[1]!, row * shape[1]! + row + 1),
];

/** Sum with signs and without. */
export const totals = (values: readonly number[]): { sum: number; size: number } => ({
  sum: values.reduce((a, b) => a + b, 0),
  size: values.reduce((a, b) => a + Math.abs(b), 0),
});
