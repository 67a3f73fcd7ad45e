/** Tokens of a block: one point of the curves. */
export const BLOCK = 64;

/** How many tokens were read at the end of each block. */
export const blockEnds = (length: number): number[] =>
  Array.from({ length: Math.floor(length / BLOCK) }, (_, i) => (i + 1) * BLOCK);
