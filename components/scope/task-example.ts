/**
 * Examples of the synthetic tasks as the lab names them, and the marks that a model gets for one. An example is its task, size and seed
 * ('induction.64.3'): that name is all that a link holds of it.
 */
import { argmax } from '@/engine/session/sampling';
import { type TaskExample, type TaskName, taskExample, taskNames, tasks, taskText } from '@/engine/tasks';

export interface ExampleName {
  readonly task: TaskName;
  readonly size: number;
  readonly seed: number;
}

/** Longest example in tokens: the lab's room (lab-store.ts) less one for what follows. */
export const MOST_EXAMPLE_TOKENS = 383;
export const MOST_SEED = 2 ** 31 - 1;

const tokensFor = (task: TaskName, size: number): number => taskExample(task, size, 0).ids.length;

/** The sizes of a task that fit in the lab. The length of an example grows evenly with its size, or not at all (recall). */
export function sizesOf(task: TaskName): { least: number; most: number } {
  const { least, most } = tasks[task];
  const first = tokensFor(task, least);
  const each = tokensFor(task, least + 1) - first;
  const room = each === 0 ? Infinity : least + Math.floor((MOST_EXAMPLE_TOKENS - first) / each);
  return { least, most: Math.min(most, room) };
}

const nameOfExample = ({ task, size, seed }: ExampleName): string => `${task}.${size}.${seed}`;

/** The example that a name means; null if there is no such example, or none that the lab has room for. */
export function readExampleName(name: string): ExampleName | null {
  const parts = /^([a-z-]{1,20})\.(\d{1,6})\.(\d{1,10})$/.exec(name);
  const task = taskNames.find((known) => known === parts?.[1]);
  if (!parts || !task) return null;
  const [size, seed] = [Number(parts[2]), Number(parts[3])];
  const { least, most } = sizesOf(task);
  return size >= least && size <= most && seed <= MOST_SEED ? { task, size, seed } : null;
}

export const exampleOf = ({ task, size, seed }: ExampleName): TaskExample => taskExample(task, size, seed);

/** What of the lab's set-up (lab-state.ts) an example decides: its name, its text, and the cursor at the first answer. */
export interface ExampleSettings {
  readonly example: string;
  readonly text: string;
  readonly token: number;
}

/** The settings of the lab that show an example just before its first answer. */
export function settingsOf(name: ExampleName): ExampleSettings {
  const example = exampleOf(name);
  return { example: nameOfExample(name), text: taskText(example), token: example.answers[0]!.position };
}

export interface Mark {
  /** After this token ... */
  readonly position: number;
  /** ... this one should come; ... */
  readonly wanted: number;
  /** ... the model says this one, with this probability, and gives the right one that. */
  readonly said: number;
  readonly saidProbability: number;
  readonly wantedProbability: number;
  readonly right: boolean;
}

/** The model's answers to an example, or null while the text is another one. Row t of `logits`: what may follow token t. */
export function marksOf(
  example: TaskExample,
  ids: readonly number[],
  logits: readonly Float32Array[],
  drawable: number,
): Mark[] | null {
  if (ids.length < example.ids.length || example.ids.some((id, i) => ids[i] !== id)) return null;
  return example.answers.map(({ position, id: wanted }) => markOf(logits[position]!, position, wanted, drawable));
}

function markOf(logits: Float32Array, position: number, wanted: number, drawable: number): Mark {
  const scores = logits.subarray(0, drawable);
  const said = argmax(scores);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - scores[said]!);
  return {
    position,
    wanted,
    said,
    saidProbability: 1 / sum,
    wantedProbability: Math.exp(scores[wanted]! - scores[said]!) / sum,
    right: said === wanted,
  };
}
