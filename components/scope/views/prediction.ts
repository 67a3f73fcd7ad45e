/** The next token's distribution as bars: what the model says by itself, and what sampling leaves of it. Pure. */
import { distribution, type SamplingOptions } from '@/engine/session/sampling';
import { largest } from '@/engine/views';

export interface Guess {
  readonly id: number;
  /** Under the sampling options; 0 where they cut the token off. */
  readonly drawn: number;
  /** The same without the changes, or null while there are none. */
  readonly before: number | null;
}

export interface Guesses {
  readonly list: readonly Guess[];
  /** Tokens that may be drawn at all. */
  readonly count: number;
}

/** The most probable tokens of either distribution, most probable first. */
export function guesses(
  logits: Float32Array,
  plain: Float32Array | null,
  sampling: SamplingOptions,
  drawable: number,
  most: number,
): Guesses {
  const read = (scores: Float32Array) => {
    const own = scores.subarray(0, drawable);
    const { ids, probabilities } = distribution(own, sampling);
    return {
      top: largest(own, most),
      of: new Map(Array.from(ids, (id, i) => [id, probabilities[i]!])),
      count: ids.length,
    };
  };
  const now = read(logits);
  const was = plain && read(plain);
  const ids = [...now.top.slice(0, was ? Math.ceil(most / 2) : most)];
  for (const id of [...(was?.top ?? []), ...now.top]) if (ids.length < most && !ids.includes(id)) ids.push(id);
  const list = ids.map((id) => ({ id, drawn: now.of.get(id) ?? 0, before: was ? (was.of.get(id) ?? 0) : null }));
  const rank = (guess: Guess) => Math.max(guess.drawn, guess.before ?? 0);
  const order = new Map(now.top.map((id, i) => [id, i]));
  list.sort((a, b) => rank(b) - rank(a) || (order.get(a.id) ?? most) - (order.get(b.id) ?? most));
  return { list, count: now.count };
}

/** 2 to the mean surprise of tokens 1 … last; NaN where nothing was predicted. */
export function perplexity(surprise: readonly number[], last = surprise.length - 1): number {
  let [sum, count] = [0, 0];
  for (let t = 1; t <= last; t++) {
    if (!Number.isFinite(surprise[t]!)) continue;
    sum += surprise[t]!;
    count++;
  }
  return count === 0 ? Number.NaN : 2 ** (sum / count);
}
