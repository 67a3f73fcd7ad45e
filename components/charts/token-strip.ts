/** The strip of tokens: heights of its stripes, and the token above or below another once lines are wrapped. */

/** Height of a stripe in [0, 1]: the share of the largest finite value; NaN (a token that nothing predicts) is 0. */
export function stripeShares(values: ArrayLike<number>, max?: number): number[] {
  const most = fullOf(values, max);
  return Array.from({ length: values.length }, (_, i) => {
    const v = values[i];
    return Number.isFinite(v) && most > 0 ? Math.min(1, Math.max(0, v / most)) : 0;
  });
}

/** The value of a full stripe: `max`, or the largest finite value. */
export function fullOf(values: ArrayLike<number>, max?: number): number {
  if (max !== undefined) return max;
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > most && Number.isFinite(values[i])) most = values[i];
  return most;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** The token on the next line up (-1) or down (+1) that stands nearest under or over `at`; the same token on the first or last line. */
export function verticalNeighbour(boxes: readonly Box[], at: number, direction: -1 | 1): number {
  const from = boxes[at];
  const middle = (from.left + from.right) / 2;
  const lines = [...new Set(boxes.map((b) => b.top))].sort((a, b) => a - b);
  const line = lines[lines.indexOf(from.top) + direction];
  if (line === undefined) return at;
  let best = at;
  let least = Infinity;
  boxes.forEach((b, i) => {
    if (b.top !== line) return;
    const d = Math.abs((b.left + b.right) / 2 - middle);
    if (d < least) [least, best] = [d, i];
  });
  return best;
}
