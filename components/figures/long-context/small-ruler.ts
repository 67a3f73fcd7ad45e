/** The small RULER of engine/tasks/ruler.ts on a live model: examples, and what the model thinks of the ten candidates. */
import { withSession } from '@/engine/session/with-session';
import {
  candidateIds,
  candidateShares,
  type RulerExample,
  type RulerKind,
  rulerExample,
  rulerTask,
  TOYS,
  withoutNeedles,
} from '@/engine/tasks';
import type { LiveModel } from '@/engine/worker/client';

/** Bundled story models, all with one tokenizer. */
export const RULER_MODELS = [
  'stories-mamba',
  'stories-mamba2',
  'stories-mamba2-hybrid',
  'stories-jamba',
  'stories-transformer',
  'stories-15m',
] as const;
export type RulerModel = (typeof RULER_MODELS)[number];
/** Lengths that a laptop without a graphics card reads in a few seconds. */
export const RULER_LENGTHS: readonly number[] = [64, 128, 256, 512];

export interface RulerChoice {
  readonly kind: RulerKind;
  readonly length: number;
  readonly seed: number;
  /** Where the first sentence stands: 0 at the beginning, 1 just before the question or the next sentence. */
  readonly depth: number;
}

/** What an example is made from, in a model's tokens. */
export interface Hay {
  readonly ids: readonly number[];
  readonly candidates: readonly number[];
}

/** Without the `<s>` that the tokenizer puts in front. */
const plain = async (model: LiveModel, text: string): Promise<readonly number[]> =>
  Array.from((await model.encode(text)).ids).slice(1);

/** Encodes the stories that fill a prompt and the toys that may be asked for. */
export async function hayOf(model: LiveModel, stories: readonly string[]): Promise<Hay> {
  const texts = await Promise.all(stories.map((story) => plain(model, story)));
  const toys = new Map<string, readonly number[]>(
    await Promise.all(TOYS.map(async (toy) => [`a ${toy}`, await plain(model, `a ${toy}`)] as const)),
  );
  return { ids: [...texts.flatMap((ids) => [1, ...ids]), 1], candidates: candidateIds((text) => toys.get(text)!) };
}

export interface Prompt {
  readonly example: RulerExample;
  /** The same with the hidden sentences taken out. */
  readonly bare: readonly number[];
}

/** The prompt of one task, and the same without its needles. */
export async function promptOf(model: LiveModel, hay: Hay, choice: RulerChoice): Promise<Prompt> {
  const { hidden, question } = rulerTask(choice.kind, choice.seed);
  const pieces = new Map(
    await Promise.all([...hidden, question].map(async (text) => [text, await plain(model, text)] as const)),
  );
  const encode = (text: string) => pieces.get(text)!;
  const example = rulerExample(choice.kind, choice.length, choice.seed, hay.ids, encode, choice.depth);
  return { example, bare: withoutNeedles(example, encode) };
}

/** The model's share for each of TOYS after reading `ids`. */
export async function sharesOf(
  model: LiveModel,
  hay: Hay,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<number[]> {
  return withSession(model, async (session) => {
    await session.prefill(ids, {}, { signal });
    return candidateShares((await session.logits())!, hay.candidates);
  });
}

/** Place of the largest share. */
export const bestOf = (shares: readonly number[]): number => shares.indexOf(Math.max(...shares));
