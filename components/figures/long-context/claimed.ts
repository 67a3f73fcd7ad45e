/**
 * Claimed against effective context: RULER's published scores by length (ruler-table.json) and what a threshold makes of them. RULER calls
 * the longest length with a score above 85.6 (Llama-2-7B at 4K) effective (Hsieh et al. 2024, arXiv:2404.06654).
 */
import table from './ruler-table.json';

export interface RulerRow {
  readonly name: string;
  /** The window that its makers state, in tokens. */
  readonly claimed: number;
  /** Scores reported by the model's own authors. */
  readonly own: boolean;
  /** One for each of LENGTHS. */
  readonly scores: readonly number[];
}

export const LENGTHS: readonly number[] = table.lengths;
export const THRESHOLD = table.threshold;
export const ROWS: readonly RulerRow[] = table.models;

/** Longest length up to which every score is above the threshold; 0 if even the first is not. */
export function effective({ scores }: RulerRow, threshold: number): number {
  const fails = scores.findIndex((score) => score <= threshold);
  return fails === 0 ? 0 : LENGTHS[(fails < 0 ? scores.length : fails) - 1]!;
}

/** The table stops at its last length: a model still above the threshold there may go on. */
export const openEnded = (row: RulerRow, threshold: number): boolean =>
  effective(row, threshold) === LENGTHS.at(-1) && row.claimed > LENGTHS.at(-1)!;

/** By effective length, then by the score at the last length: the order in which a reader who asks for quality would take them. */
export const ranked = (threshold: number): readonly RulerRow[] =>
  [...ROWS].sort(
    (a, b) =>
      effective(b, threshold) - effective(a, threshold) || b.scores.at(-1)! - a.scores.at(-1)! || b.claimed - a.claimed,
  );

export const shortLength = (tokens: number): string =>
  tokens === 0 ? '< 4K' : tokens >= 1024 * 1024 ? `${tokens / 1024 / 1024}M` : `${tokens / 1024}K`;
