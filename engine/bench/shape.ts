/** What a log-log picture of a cost shows: its slope at a length, and the lengths at which two costs cross. */

export type CostOf = (length: number) => number;

/** log₂ of the factor by which a cost grows when the length doubles: 1 for a proportional one, 2 for a square. */
export function slopeAt(cost: CostOf, length: number): number {
  return Math.log2(cost(2 * length) / cost(length));
}

export interface Crossing {
  /** The first whole length at which the order is the new one. */
  readonly length: number;
  /** The cost there, of the first of the two. */
  readonly value: number;
  /** Which is the larger from there on. */
  readonly larger: 'first' | 'second';
}

/** Steps per doubling of the length in which a change of order is looked for. */
const STEPS = 4;

/** Where two costs change order between two whole lengths. Costs that only touch, or are equal throughout, do not cross. */
export function crossings(first: CostOf, second: CostOf, from: number, to: number): Crossing[] {
  const sign = (length: number) => Math.sign(first(length) - second(length));
  const found: Crossing[] = [];
  let [last, order] = [from, sign(from)];
  for (let i = 1; last < to; i++) {
    const next = Math.min(to, Math.max(last + 1, Math.round(from * 2 ** (i / STEPS))));
    const now = sign(next);
    if (now !== 0 && order !== 0 && now !== order) {
      let [low, high] = [last, next];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (sign(middle) === now) high = middle;
        else low = middle;
      }
      found.push({ length: high, value: first(high), larger: now > 0 ? 'first' : 'second' });
    }
    if (now !== 0) [last, order] = [next, now];
    else last = next;
  }
  return found;
}
