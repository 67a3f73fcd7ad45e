/**
 * Bytes that a selective scan moves between slow memory and the processor, for T tokens, C channels, N numbers of state each, counted from
 * the shapes: every tensor that a pass reads or writes, once. In f32. Mamba, arXiv:2312.00752v2, section 3.3.2 and Appendix D.
 */
export interface Sizes {
  readonly T: number;
  readonly C: number;
  readonly N: number;
}

const BYTES = 4;

/** Three passes, each through slow memory: make Ā and B̄x [T, C, N]; scan them to h [T, C, N]; read h with C. */
export function inPasses({ T, C, N }: Sizes): { make: number; scan: number; read: number; all: number } {
  const big = T * C * N;
  const make = BYTES * (2 * T * C + T * N + C * N + 2 * big); // reads Δ, x, B, A; writes Ā, B̄x
  const scan = BYTES * (2 * big + big); // reads both; writes h
  const read = BYTES * (big + T * N + T * C); // reads h, C; writes y
  return { make, scan, read, all: make + scan + read };
}

/** One pass: Δ, x, B, C and A in, y out; Ā and h live in registers (shaders/selective-scan-serial.wgsl). The last state is kept. */
export const inOnePass = ({ T, C, N }: Sizes): number => BYTES * (3 * T * C + 2 * T * N + 3 * C * N);

/** A layer of mamba-130m over 2048 tokens. */
export const START: Sizes = { T: 2048, C: 1536, N: 16 };
