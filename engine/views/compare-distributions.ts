/** What a change did to the next word: two distributions side by side, with the tokens that moved most. */

import { EngineError } from '../errors';
import { divergenceOf, entropyOf, largest, probabilitiesOf, rankOf } from './distribution';

export interface Change {
  readonly id: number;
  readonly before: number;
  readonly after: number;
  /** Places, 1 = first. */
  readonly rankBefore: number;
  readonly rankAfter: number;
}

export interface Comparison {
  /** KL(before ‖ after), in bits. */
  readonly divergence: number;
  /** Jensen-Shannon divergence, in bits: symmetric, between 0 and 1. */
  readonly jensenShannon: number;
  /** Half of Σ |p - q|: the share of probability that moved, between 0 and 1. */
  readonly moved: number;
  readonly entropy: { readonly before: number; readonly after: number };
  /** Most probable first in either distribution, up to `count`. */
  readonly top: readonly Change[];
  /** Largest |after - before| first, up to `count`. */
  readonly changes: readonly Change[];
}

/** Two rows of logits over the same vocabulary. */
export function compareDistributions(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  { count = 10, vocabulary = before.length }: { count?: number; vocabulary?: number } = {},
): Comparison {
  if (before.length !== after.length)
    throw new EngineError(
      'bad-shape',
      `the two distributions have ${before.length} and ${after.length} tokens; they need one vocabulary`,
    );
  const [p, q] = [probabilitiesOf(before, 0, vocabulary), probabilitiesOf(after, 0, vocabulary)];
  const middle = p.map((v, i) => (v + q[i]) / 2);
  const distance = p.map((v, i) => Math.abs(v - q[i]));
  const change = (id: number): Change => ({
    id,
    before: p[id],
    after: q[id],
    rankBefore: rankOf(p, id),
    rankAfter: rankOf(q, id),
  });
  return {
    divergence: divergenceOf(p, q),
    jensenShannon: (divergenceOf(p, middle) + divergenceOf(q, middle)) / 2,
    moved: distance.reduce((sum, d) => sum + d, 0) / 2,
    entropy: { before: entropyOf(p), after: entropyOf(q) },
    top: largest(
      p.map((v, i) => Math.max(v, q[i])),
      count,
    ).map(change),
    changes: largest(distance, count)
      .filter((id) => distance[id] > 0)
      .map(change),
  };
}
