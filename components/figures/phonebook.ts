/** The phonebook at toy size: one name looked up by a small trained model. */
import { withSession } from '@/engine/session/with-session';
import { taskExample, tasks } from '@/engine/tasks';
import type { LiveModel } from '@/engine/worker/client';
import { largestOf, softmax } from './the-star';

const { vocabulary } = tasks.phonebook;
/** Tokens of a name and of an entry: two letters, three digits. */
const [NAME, ENTRY] = [2, 5];

export interface Entry {
  readonly name: string;
  readonly number: string;
}

export interface LookedUp {
  readonly book: readonly Entry[];
  /** The entry asked for, as an index into the book. */
  readonly asked: number;
  /** The model's most likely digit at each place, the right ones before it given. */
  readonly said: string;
  /** Probability of the right number: the product of those of its digits. */
  readonly chance: number;
}

/** Has a model read one example of `entries` entries and looks at the number that it would give. */
export async function lookUp(
  model: Pick<LiveModel, 'createSession'>,
  entries: number,
  seed: number,
  signal?: AbortSignal,
): Promise<LookedUp> {
  const { ids, answers } = taskExample('phonebook', entries, seed);
  const text = (from: number, to: number) =>
    ids
      .slice(from, to)
      .map((id) => vocabulary[id])
      .join('');
  const book = Array.from({ length: entries }, (_, i) => ({
    name: text(ENTRY * i, ENTRY * i + NAME),
    number: text(ENTRY * i + NAME, ENTRY * (i + 1)),
  }));
  const name = text(ENTRY * entries + 1, ENTRY * entries + 1 + NAME); // behind the question mark
  return withSession(model, async (session) => {
    const { logits } = await session.prefill(ids, { allLogits: true }, signal ? { signal } : {});
    const V = logits!.shape[1]!;
    const shares = answers.map(({ position }) => softmax(logits!.data.subarray(position * V, (position + 1) * V)));
    return {
      book,
      asked: book.findIndex((entry) => entry.name === name),
      said: shares.map((share) => vocabulary[largestOf(share).at]!).join(''),
      chance: answers.reduce((product, { id }, i) => product * shares[i]![id]!, 1),
    };
  });
}
