/** Selective copying by four trained models: their answers to one example, and how many are right over many. */
import { argmax } from '@/engine/session/sampling';
import { withSession } from '@/engine/session/with-session';
import { score, type TaskExample, taskExample } from '@/engine/tasks';
import type { LiveModel } from '@/engine/worker/client';
import grid from '@/public/evaluations/selective-copying.json';
import { shippedRuns } from '../evaluations';

/** Lengths of noise that were measured (public/evaluations/selective-copying.json). */
export const SIZES: readonly number[] = grid.models[0]!.cells.map(({ size }) => size);
export const CHANCE = grid.chance;

const NAMES: Readonly<Record<string, string>> = {
  s4d: 'S4D',
  mamba: 'Mamba',
  mamba2: 'Mamba-2',
  transformer: 'Transformer',
};

/** The four models that are shipped, in the order in which they are shown; other training runs are in the grid alone. */
export const CONTESTANTS = shippedRuns(grid).map(({ model, bundle, cells }) => ({
  id: model,
  bundle,
  title: NAMES[model]!,
  /** Share of right answers for each of SIZES. */
  accuracy: cells.map(({ accuracy }) => accuracy),
}));

export const exampleOf = (noise: number, seed: number): TaskExample => taskExample('selective-copying', noise, seed);

/** The model's most likely token at each place where the example asks for one. */
export async function answersOf(model: LiveModel, example: TaskExample, signal: AbortSignal): Promise<number[]> {
  return withSession(model, async (session) => {
    const { logits } = await session.prefill(example.ids, { allLogits: true }, { signal });
    const V = logits!.shape[1]!;
    return example.answers.map(({ position }) => argmax(logits!.data.subarray(position * V, (position + 1) * V)));
  });
}

export interface Tally {
  readonly examples: number;
  readonly right: number;
  readonly asked: number;
}

export const NOTHING: Tally = { examples: 0, right: 0, asked: 0 };

/** A tally with one more example in it. */
export function counted(tally: Tally, example: TaskExample, said: readonly number[]): Tally {
  const { right, asked } = score(example, said);
  return { examples: tally.examples + 1, right: tally.right + right, asked: tally.asked + asked };
}
