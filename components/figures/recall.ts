/** Associative recall run on a small trained model: how likely each right value was, and which were named. */

import type { Intervention } from '@/engine/backend';
import { withSession } from '@/engine/session/with-session';
import { taskExample, tasks } from '@/engine/tasks';
import type { LiveModel } from '@/engine/worker/client';
import type { Series } from '../charts/line-chart';
import type { EvaluatedModel, Evaluation } from './evaluations';
import { largestOf, softmax } from './the-star';
import { cutsOf } from './without-layers';

export interface Recalled {
  readonly tokens: readonly string[];
  /** Probability of the right value after each question; NaN where nothing is asked. */
  readonly chances: Float32Array;
  readonly right: number;
  readonly asked: number;
}

/** One associative-recall example of `pairs` pairs, read with changes: the model's answers beside the right ones. */
export async function tryRecall(
  model: Pick<LiveModel, 'createSession'>,
  pairs: number,
  seed: number,
  changes: readonly Intervention[] = [],
  signal?: AbortSignal,
): Promise<Recalled> {
  const { ids, answers } = taskExample('recall', pairs, seed);
  return withSession(model, async (session) => {
    await session.intervene(changes);
    const { logits } = await session.prefill(ids, { allLogits: true }, signal ? { signal } : {});
    const V = logits!.shape[1]!;
    const chances = new Float32Array(ids.length).fill(Number.NaN);
    let right = 0;
    for (const { position, id } of answers) {
      const shares = softmax(logits!.data.subarray(position * V, (position + 1) * V));
      chances[position] = shares[id]!;
      if (largestOf(shares).at === id) right++;
    }
    return { tokens: ids.map((id) => tasks.recall.vocabulary[id]!), chances, right, asked: answers.length };
  });
}

/** What can be taken from a hybrid while it runs: its attention, or the reading of its state. */
export type Off = 'nothing' | 'attention' | 'state';

/** The interventions that take away attention, or what the state says, or nothing. */
export function changesFor(off: Off, blueprint: Parameters<typeof cutsOf>[0]): Intervention[] {
  if (off === 'nothing') return [];
  if (off === 'state') return [{ node: 'layers.*.mixer.y_ssm', action: { kind: 'zero' } }];
  return cutsOf(blueprint)
    .filter(({ mixer }) => mixer === 'attention')
    .map(({ change }) => change);
}

/** State numbers per channel in a model's name: 'mamba-n16' has 16. */
export const stateSizeOf = (model: string): number => Number(/-n(\d+)$/.exec(model)?.[1] ?? Number.NaN);

/** Line styles tell state sizes apart where colours tell kinds of layers: the largest is whole, the next dashed, the rest dotted. */
export function dashOfSize(models: readonly EvaluatedModel[], model: string): Series['dashed'] {
  const kind = model.split('-')[0]!;
  const sizes = models.filter((other) => other.model.split('-')[0] === kind).map((other) => stateSizeOf(other.model));
  const larger = new Set(sizes.filter((size) => size > stateSizeOf(model))).size;
  return larger > 1 ? 'dots' : larger === 1;
}

/** The evaluation without the models that a figure is not about. */
export const only = (evaluation: Evaluation, keep: (model: EvaluatedModel) => boolean): Evaluation => ({
  ...evaluation,
  models: evaluation.models.filter(keep),
});

/** Models without attention, to compare sizes of state; and the smallest of them beside the hybrids. */
export const isPure = ({ architecture }: EvaluatedModel) => architecture === 'mamba' || architecture === 'mamba2';
export const isSmallOrHybrid = (model: EvaluatedModel) => !isPure(model) || stateSizeOf(model.model) === 4;
