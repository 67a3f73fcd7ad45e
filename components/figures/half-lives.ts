/** How long the cells of a layer remember, as shares: what the histogram of half-lives says in words. */
export interface Spread {
  /** A tenth of the cells are below this, half are, a tenth are above. */
  readonly tenth: number;
  readonly median: number;
  readonly ninth: number;
  /** Share of cells that lose half within one token. */
  readonly within: number;
  /** Share that outlast the windows of training. */
  readonly beyond: number;
}

/** Tokens in a training window of the story models. */
export const WINDOW = 256;

/** Bins of the histogram: a tenth of a token to ten thousand. */
export const BINS = { bins: 40, log: true, domain: [0.1, 10000] } as const;

/** Tenth, half and nine tenths of the half-lives lie below these; throws on none. */
export function spreadOf(halfLives: ArrayLike<number>): Spread {
  const sorted = Float64Array.from(halfLives).sort();
  const n = sorted.length;
  if (n === 0) throw new Error('no half-lives to describe');
  const at = (share: number) => sorted[Math.min(n - 1, Math.floor(share * n))]!;
  return {
    tenth: at(0.1),
    median: at(0.5),
    ninth: at(0.9),
    within: sorted.filter((v) => v < 1).length / n,
    beyond: sorted.filter((v) => v > WINDOW).length / n,
  };
}
