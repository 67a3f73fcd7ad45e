/** Two runs set against each other at one place of the text. Pure. */
import { type Comparison, compareDistributions } from '@/engine/views';

/** Words shown in each list. */
const TOP = 10;

/** The next-token distributions of both after a token, over the tokens that may be drawn; null where one of them is not there. */
export function compareAt(
  first: readonly Float32Array[],
  second: readonly Float32Array[],
  token: number,
  vocabulary: number,
): Comparison | null {
  const [a, b] = [first[token], second[token]];
  return a && b ? compareDistributions(a, b, { count: TOP, vocabulary }) : null;
}
