/** Task models in the lab: which example they are given, and what becomes of the set-up when the model is another. */
import type { TaskName } from '@/engine/tasks';
import type { LabModel } from './LabBar';
import { DEFAULTS, type LabState, type LinkProblem } from './lab-state';
import { type ExampleName, readExampleName, settingsOf, sizesOf } from './task-example';

/** What a card says of the task that a model was trained on. */
export interface ModelTask {
  readonly name: TaskName;
  /** Sizes met in training. */
  readonly least: number;
  readonly most: number;
}

/** A first example for a model: of a size in the middle of what it has met, as far as the lab has room. */
export function firstExample(task: ModelTask): ExampleName {
  const { least, most } = sizesOf(task.name);
  const middle = Math.round(Math.sqrt(Math.max(1, task.least) * Math.max(1, task.most)));
  return { task: task.name, size: Math.max(least, Math.min(most, middle)), seed: 1 };
}

/**
 * The set-up with another model: a task model gets an example of its task, one that reads stories gets its story back, and an example stays
 * where the next model knows the task too.
 */
export function withModel(set: LabState, models: readonly LabModel[], model: string): Partial<LabState> {
  const task = models.find(({ name }) => name === model)?.task ?? null;
  const now = readExampleName(set.example);
  if (task) return now?.task === task.name ? { model } : { model, ...settingsOf(firstExample(task)) };
  if (!now) return { model };
  const { text, token } = DEFAULTS;
  return { model, example: '', text, token };
}

/**
 * What a link says, as far as these models can show it: an unknown model is replaced by the usual one, an example that the model was not
 * made for is left out, and a task model that is given nothing to read gets an example.
 */
export function fitToModels(
  state: LabState,
  models: readonly LabModel[],
  textGiven: boolean,
): { state: LabState; problems: LinkProblem[] } {
  const problems: LinkProblem[] = [];
  let fitted = state;
  if (!models.some(({ name }) => name === state.model)) {
    problems.push({ field: 'model', value: state.model });
    fitted = { ...fitted, model: DEFAULTS.model };
  }
  if (state.compare !== '' && !models.some(({ name }) => name === state.compare)) {
    problems.push({ field: 'compare', value: state.compare });
    fitted = { ...fitted, compare: DEFAULTS.compare };
  }
  const task = models.find(({ name }) => name === fitted.model)?.task ?? null;
  const example = readExampleName(fitted.example);
  if (example && example.task !== task?.name) {
    problems.push({ field: 'example', value: fitted.example });
    fitted = { ...fitted, example: '', text: textGiven ? fitted.text : DEFAULTS.text };
  }
  if (task && !textGiven && fitted.example === '') fitted = { ...fitted, ...settingsOf(firstExample(task)) };
  return { state: fitted, problems };
}
