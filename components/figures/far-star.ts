/** The star far away: examples of the induction task at lengths that the model never saw, and how many came out right. */
import { withSession } from '@/engine/session/with-session';
import { taskExample } from '@/engine/tasks';
import type { LiveModel } from '@/engine/worker/client';
import { largestOf, softmax } from './the-star';

/** Powers of two from the shortest length of training to 128 times the longest. */
export const LENGTHS: readonly number[] = Array.from({ length: 9 }, (_, i) => 64 * 2 ** i);
/** Lengths that a page can run: the scores of attention grow with the square, so it stops at 2048. */
export const lengthsOf = (architecture: string): readonly number[] =>
  architecture === 'mamba' || architecture === 'mamba2' ? LENGTHS : LENGTHS.filter((n) => n <= 2048);

/** Lengths in training (public/evaluations/induction.json says so too). */
export const LONGEST_TRAINED = 128;

export interface Tried {
  readonly length: number;
  readonly seed: number;
  readonly said: number;
  readonly share: number;
  readonly answer: number;
  /** Tokens between the first star and the last. */
  readonly distance: number;
}

/** Has a model read one induction example of `length` tokens and looks at what it would write after the star. */
export async function tryStar(
  model: Pick<LiveModel, 'createSession'>,
  length: number,
  seed: number,
  signal?: AbortSignal,
): Promise<Tried> {
  const example = taskExample('induction', length, seed);
  return withSession(model, async (session) => {
    await session.prefill(example.ids, {}, signal ? { signal } : {});
    const { at, value } = largestOf(softmax((await session.logits())!));
    const star = example.ids.at(-1)!;
    const distance = length - 1 - example.ids.indexOf(star);
    return { length, seed, said: at, share: value, answer: example.answers[0]!.id, distance };
  });
}
