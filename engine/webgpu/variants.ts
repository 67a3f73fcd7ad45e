/** Which of several equal kernels to use on this adapter; filled in by measurement (measure.ts) and overridable for tests. */
export interface Variants {
  /** Matrix times one vector: one thread per output row, or one workgroup per row with a tree or subgroup sum. */
  readonly gemv: 'thread' | 'workgroup' | 'subgroup';
  /** Side of the square tile of the matrix product, in outputs. */
  readonly tile: 16 | 32;
}

export const DEFAULT_VARIANTS: Variants = { gemv: 'thread', tile: 16 };
