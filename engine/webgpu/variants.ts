/** Which of several equal kernels to use on this adapter; filled in by measurement (measure.ts) and overridable for tests. */
export interface Variants {
  /** Matrix times one vector: one thread per output row, or one workgroup per row with a sum over the workgroup or its subgroups. */
  readonly gemv: 'thread' | 'workgroup' | 'subgroup';
  /** Matrix times several vectors: each thread a block of outputs straight from memory, or square tiles of outputs through workgroup memory. */
  readonly matmul: 'direct' | 'tile32' | 'tile64';
}

export const DEFAULT_VARIANTS: Variants = { gemv: 'thread', matmul: 'direct' };
