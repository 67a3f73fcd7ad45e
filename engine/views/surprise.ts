/** How much each token of a text surprised the model, in bits, and the perplexity of the whole: 2^(mean surprise) (Jelinek et al. 1977). */
import { EngineError } from '../errors';
import type { Tensor } from '../tensor';
import { entropyOf, probabilitiesOf, rankOf, surpriseOf } from './distribution';

export interface Surprise {
  /** -log₂ p(token t | tokens before it), [T]; NaN at token 0, which nothing predicts. */
  readonly surprise: Tensor;
  /** Entropy of the distribution that predicted token t, [T]: how much surprise the model itself expected. NaN at 0. */
  readonly expected: Tensor;
  /** Place of token t in that distribution, 1 = it was the first choice, [T]; NaN at 0. */
  readonly rank: Tensor;
  /** Mean surprise in bits, and 2 to its power; NaN for a single token. */
  readonly mean: number;
  readonly perplexity: number;
}

/** logits [T, V] of the same text, one row per token; `vocabulary` leaves out rows that pad the head. */
export function surprise(logits: Tensor, tokens: ArrayLike<number>, vocabulary?: number): Surprise {
  const [T, V] = logits.shape as [number, number];
  if (T !== tokens.length)
    throw new EngineError('bad-shape', `logits of ${T} tokens cannot judge a text of ${tokens.length}`);
  const size = Math.min(vocabulary ?? V, V);
  const [bits, expected, rank] = [0, 0, 0].map(() => new Float32Array(T).fill(Number.NaN)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  let sum = 0;
  for (let t = 1; t < T; t++) {
    const row = (t - 1) * V;
    const bit = surpriseOf(logits.data, tokens[t], row, size);
    bits[t] = bit;
    sum += bit;
    const p = probabilitiesOf(logits.data, row, size);
    expected[t] = entropyOf(p);
    rank[t] = rankOf(p, tokens[t]);
  }
  const mean = sum / (T - 1);
  const shape = [T];
  return {
    surprise: { shape, data: bits },
    expected: { shape, data: expected },
    rank: { shape, data: rank },
    mean,
    perplexity: 2 ** mean,
  };
}
