/** Counts of values in bins of equal width (equal ratio on a log axis), with what a distribution is summed up by. */
import { makeScale } from './scale';

export interface Bins {
  /** One more than there are bins. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Values counted; values left out because they are not finite (or not positive, on a log axis). */
  readonly total: number;
  readonly left: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly median: number;
}

/** Counts values in equal bins, equal in log₁₀ if `log`; values that are not finite (or not positive, if `log`) are left out. */
export function binValues(
  values: ArrayLike<number>,
  { bins = 40, log = false, domain }: { bins?: number; log?: boolean; domain?: readonly [number, number] } = {},
): Bins {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (Number.isFinite(v) && !(log && v <= 0)) kept.push(v);
  }
  kept.sort((a, b) => a - b);
  const total = kept.length;
  // Sums of large tensors are exact enough in f64.
  const mean = kept.reduce((a, b) => a + b, 0) / total;
  const median = total === 0 ? Number.NaN : (kept[(total - 1) >> 1] + kept[total >> 1]) / 2;
  const [low, high] = domain ?? makeScale(kept, [0, 1], { log, nice: false }).domain;
  const at = (i: number) => (log ? low * (high / low) ** (i / bins) : low + ((high - low) * i) / bins);
  const counts = new Array<number>(bins).fill(0);
  for (const v of kept) {
    const t = log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
    if (t < 0 || t > 1) continue;
    counts[Math.min(bins - 1, Math.floor(t * bins))]++;
  }
  return {
    edges: Array.from({ length: bins + 1 }, (_, i) => at(i)),
    counts,
    total,
    left: values.length - total,
    low: total ? kept[0] : Number.NaN,
    high: total ? kept[total - 1] : Number.NaN,
    mean,
    median,
  };
}
