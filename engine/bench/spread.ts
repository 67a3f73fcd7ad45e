/** Repeated measurements as a reader should see them: the middle one and how far the others lie, never a mean that one hiccup moves. */

export interface Spread {
  readonly median: number;
  /** The quartiles: half of the runs lie between them. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** The value below which the share `p` of the sorted values lies, linear between neighbours (R's type 7). */
function quantile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = p * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (above - below) * (place - Math.floor(place));
}

/** Median and quartiles, interpolated. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    runs: sorted.length,
  };
}
