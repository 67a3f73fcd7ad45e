/**
 * Inputs of the four synthetic tasks with their correct answers. The small task models (public/models/task-*) were trained on the same
 * generators in Python (training/statescope_training/tasks/generators.py); test/fixtures/tasks.json pins both to each other.
 */
import { EngineError } from '../errors';
import { Draws } from './draws';

export const taskNames = ['selective-copying', 'induction', 'recall', 'phonebook'] as const;
export type TaskName = (typeof taskNames)[number];

export interface Answer {
  /** After reading ids[0 ... position] ... */
  readonly position: number;
  /** ... the next token should be this one. */
  readonly id: number;
}

export interface TaskExample {
  readonly task: TaskName;
  readonly size: number;
  readonly seed: number;
  readonly ids: readonly number[];
  readonly answers: readonly Answer[];
}

export interface Task {
  /** What `size` counts. */
  readonly unit: 'noise' | 'length' | 'pairs' | 'entries';
  /** The sizes that make sense. */
  readonly least: number;
  readonly most: number;
  /** Token names by id, as in the models' tokenizer.json; the last is `<unk>`, which no example holds. */
  readonly vocabulary: readonly string[];
  /** Share of right answers of a guesser who knows the task. */
  readonly chance: number;
  /** Are the answers of an example one thing (a phone number), right only when all are? */
  readonly together: boolean;
  readonly make: (draws: Draws, size: number) => { ids: number[]; answers: Answer[] };
}

const letters = (n: number) => Array.from({ length: n }, (_, i) => String.fromCharCode(97 + i));
const numbered = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${from + i}`);
const UNKNOWN = '<unk>';

/** Tokens to remember in selective copying; keys in associative recall, and as many values. */
const ITEMS = 8;
const RECALL_KEYS = 64;

export const tasks: Readonly<Record<TaskName, Task>> = {
  /**
   * Gu & Dao 2023, arXiv:2312.00752, section 4.1.1: letters at random places among noise (id 0), then as many marks (id 15), where the
   * letters are to be named in order. There 16 letters of 14 kinds in 4096 tokens of noise, here 8 in 16 to 256.
   */
  'selective-copying': {
    unit: 'noise',
    least: 0,
    most: 65_536,
    vocabulary: ['·', ...letters(14), '?', UNKNOWN],
    chance: 1 / 14,
    together: false,
    make(draws, noise) {
      const length = noise + ITEMS;
      const places = draws.choose(length, ITEMS);
      const ids = [...new Array<number>(length).fill(0), ...new Array<number>(ITEMS).fill(15)];
      for (const place of places) ids[place] = 1 + draws.below(14);
      return { ids, answers: places.map((place, i) => ({ position: length + i, id: ids[place]! })) };
    },
  },

  /** The same paper, section 4.1.2: random letters; a star and the letter after it, somewhere; at the end the star again: that letter. */
  induction: {
    unit: 'length',
    least: 4,
    most: 1_048_576,
    vocabulary: [...letters(15), '*', UNKNOWN],
    chance: 1 / 15,
    together: false,
    make(draws, length) {
      const ids = Array.from({ length }, () => draws.below(15));
      const at = draws.below(length - 2);
      ids[at] = 15;
      ids[length - 1] = 15;
      return { ids, answers: [{ position: length - 1, id: ids[at + 1]! }] };
    },
  },

  /**
   * Multi-query associative recall (Arora et al. 2023, arXiv:2312.04927, section 3): pairs of key and value, then every key once more
   * among as many blanks (id 0): its value. The length is four times the pairs, the shortest there is in Zoology. Queries stand at evenly
   * random places; Zoology draws the gaps from a power law. A guesser who names some value of the example is right once in `pairs`.
   */
  recall: {
    unit: 'pairs',
    least: 1,
    most: RECALL_KEYS,
    vocabulary: ['·', ...numbered('k', 1, RECALL_KEYS), ...numbered('v', 1, RECALL_KEYS), UNKNOWN],
    chance: 1 / RECALL_KEYS,
    together: false,
    make(draws, pairs) {
      const keys = draws.order(RECALL_KEYS).slice(0, pairs);
      const values = draws.order(RECALL_KEYS).slice(0, pairs);
      const queries = draws.choose(2 * pairs, pairs);
      const asked = draws.order(pairs);
      const ids = new Array<number>(4 * pairs).fill(0);
      for (let i = 0; i < pairs; i++) {
        ids[2 * i] = 1 + keys[i]!;
        ids[2 * i + 1] = 1 + RECALL_KEYS + values[i]!;
      }
      const answers = queries.map((query, i) => {
        const position = 2 * pairs + query;
        ids[position] = 1 + keys[asked[i]!]!;
        return { position, id: 1 + RECALL_KEYS + values[asked[i]!]! };
      });
      return { ids, answers };
    },
  },

  /**
   * A small phonebook (Jelassi et al. 2024, arXiv:2402.01032, section 4.3; Waleffe et al. 2024): names of two letters with numbers of three
   * digits, then a question mark and one of the names: its number, whose digits are given back as they come.
   */
  phonebook: {
    unit: 'entries',
    least: 1,
    most: 26 * 26,
    vocabulary: [...letters(26), ...Array.from({ length: 10 }, (_, i) => String(i)), '?', UNKNOWN],
    chance: 1e-3,
    together: true,
    make(draws, entries) {
      const names = draws.order(26 * 26).slice(0, entries);
      const digits = Array.from({ length: 3 * entries }, () => 26 + draws.below(10));
      const name = (i: number) => [Math.floor(names[i]! / 26), names[i]! % 26];
      const number = (i: number) => digits.slice(3 * i, 3 * i + 3);
      const pick = draws.below(entries);
      const answer = number(pick);
      const book = names.flatMap((_, i) => [...name(i), ...number(i)]);
      const ids = [...book, 36, ...name(pick), ...answer.slice(0, 2)];
      return { ids, answers: answer.map((id, i) => ({ position: 5 * entries + 2 + i, id })) };
    },
  },
};

/** The example of a task with a size and a seed: always the same one. Throws 'bad-argument' for a size that the task does not have. */
export function taskExample(task: TaskName, size: number, seed: number): TaskExample {
  const { least, most, unit, make } = tasks[task];
  if (!Number.isInteger(size) || size < least || size > most)
    throw new EngineError(
      'bad-argument',
      `invalid ${unit} for ${task}; a whole number from ${least} to ${most}: ${size}`,
    );
  return { task, size, seed, ...make(new Draws(seed), size) };
}

/** Right answers of one example, given the most likely next token at each answer's position, and how many there were to give. */
export function score(example: TaskExample, best: readonly number[]): { right: number; asked: number } {
  const right = example.answers.filter((answer, i) => answer.id === best[i]).length;
  if (tasks[example.task].together) return { right: right === example.answers.length ? 1 : 0, asked: 1 };
  return { right, asked: example.answers.length };
}

/** The example as text that the models' tokenizers read back to the same ids. */
export function taskText(example: TaskExample): string {
  return example.ids.map((id) => tasks[example.task].vocabulary[id]!).join(' ');
}
