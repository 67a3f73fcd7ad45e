/**
 * A small RULER (Hsieh et al. 2024, arXiv:2404.06654) in story text: a needle, one of four needles, variable tracking over two hops. The
 * haystack is held-out stories (public/evaluations/haystack.json); the question is the needle's own beginning, so that a story model needs
 * no instruction. An answer counts as right if its token outscores those of the nine other toys: chance is 10 %.
 *
 * The same examples as training/statescope_training/ruler.py makes from the same draws; test/fixtures/ruler.json pins both to each other.
 */
import { EngineError } from '../errors';
import { Draws } from './draws';

export const rulerKinds = ['needle', 'needles', 'tracking'] as const;
export type RulerKind = (typeof rulerKinds)[number];

const NAMES = ['Lily', 'Tom', 'Sara', 'Ben', 'Mia', 'Max', 'Anna', 'Sam'];
/** The candidates. */
export const TOYS = ['ball', 'car', 'doll', 'bear', 'book', 'train', 'boat', 'kite', 'hat', 'drum'] as const;
export const RULER_CHANCE = 1 / TOYS.length;

export interface RulerTask {
  /** Sentences to hide, in this order. */
  readonly hidden: readonly string[];
  /** What the prompt ends with. */
  readonly question: string;
  readonly answer: (typeof TOYS)[number];
}

export interface RulerExample extends RulerTask {
  readonly kind: RulerKind;
  readonly ids: readonly number[];
  /** Where the first token of each hidden sentence stands in `ids`, and after the last one the question's. */
  readonly places: readonly number[];
}

const needle = (name: string, toy: string) => `${name}'s favorite toy was a ${toy}.`;
const sample = <T>(draws: Draws, items: readonly T[], k: number): T[] =>
  draws
    .order(items.length)
    .slice(0, k)
    .map((i) => items[i]!);

function drawTask(kind: RulerKind, draws: Draws): RulerTask {
  const names = sample(draws, NAMES, 4);
  const toys = sample(draws, TOYS, 4);
  const question = (i: number) => `${names[i]}'s favorite toy was a`;
  switch (kind) {
    case 'needle':
      return { hidden: [needle(names[0]!, toys[0]!)], question: question(0), answer: toys[0]! };
    case 'needles': {
      const pick = draws.below(4);
      return {
        hidden: names.map((name, i) => needle(name, toys[i]!)),
        question: question(pick),
        answer: toys[pick]!,
      };
    }
    case 'tracking':
      return {
        hidden: [
          needle(names[0]!, toys[0]!),
          ...[1, 2].map((i) => `${names[i]} liked the same toy as ${names[i - 1]}.`),
        ],
        question: question(2),
        answer: toys[0]!,
      };
  }
}

/** Sentences, question and answer of the example with this seed. */
export const rulerTask = (kind: RulerKind, seed: number): RulerTask => drawTask(kind, new Draws(seed));

/** What turns text into ids without a control token; what the hidden sentences of `rulerTask` become. */
export type EncodePlain = (text: string) => readonly number[];

/**
 * A prompt of exactly `length` tokens: `<s>`, a stretch of the haystack with the sentences at random places, the question. `depth` in [0, 1]
 * puts the first sentence there instead (0 at the beginning); the draws stay the same. Throws 'bad-argument' for a length that leaves no room.
 */
export function rulerExample(
  kind: RulerKind,
  length: number,
  seed: number,
  haystack: ArrayLike<number>,
  encode: EncodePlain,
  depth?: number,
): RulerExample {
  const draws = new Draws(seed);
  const task = drawTask(kind, draws);
  const pieces = task.hidden.map(encode);
  const tail = encode(task.question);
  const room = length - 1 - tail.length - pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (!Number.isInteger(length) || room < 1 || room >= haystack.length)
    throw new EngineError(
      'bad-argument',
      `invalid length; the haystack of ${haystack.length} tokens gives from ${length - room + 1} to ${length - room + haystack.length - 1}: ${length}`,
    );
  const start = draws.below(haystack.length - room);
  const cuts = pieces.map(() => draws.below(room + 1)).sort((a, b) => a - b);
  if (depth !== undefined) cuts[0] = Math.min(Math.round(depth * room), cuts[1] ?? room);
  const ids = [1];
  const places: number[] = [];
  let from = 0;
  for (const [i, piece] of [...pieces, tail].entries()) {
    const to = cuts[i] ?? room;
    for (let t = from; t < to; t++) ids.push(haystack[start + t]!);
    places.push(ids.length);
    ids.push(...piece);
    from = to;
  }
  return { ...task, kind, ids, places };
}

/** Ids of the candidates as they follow "a": what an answer is read from. */
export const candidateIds = (encode: EncodePlain): number[] => TOYS.map((toy) => encode(`a ${toy}`)[1]!);

/** The example with its hidden sentences taken out and the haystack closed up: what the model would say without having read them. */
export function withoutNeedles(example: RulerExample, encode: EncodePlain): number[] {
  const gone = new Set<number>();
  for (const [i, sentence] of example.hidden.entries())
    encode(sentence).forEach((_, j) => void gone.add(example.places[i]! + j));
  return example.ids.filter((_, i) => !gone.has(i));
}

/** Softmax over the candidates alone: what the model thinks of each toy if it has to be one of them. */
export function candidateShares(logits: ArrayLike<number>, candidates: readonly number[]): number[] {
  const most = Math.max(...candidates.map((id) => logits[id]!));
  const powers = candidates.map((id) => Math.exp(logits[id]! - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
