/**
 * A memory that is one matrix: values are numbers, keys are unit vectors, reading is S k. Four ways to write the pair (k, v), all in the
 * form of Gated DeltaNet (arXiv:2412.06464): S ← α S (I - β k kᵀ) + β v kᵀ.
 * - add: α = 1 and nothing erased, S ← S + v kᵀ (linear attention);
 * - fade: S ← α S + v kᵀ (a scalar decay, Mamba-2);
 * - delta: α = 1, S ← S (I - β k kᵀ) + β v kᵀ (DeltaNet): what the key held is taken out first;
 * - both: gated.
 */
export const MEMORIES = ['add', 'fade', 'delta', 'both'] as const;
export type Memory = (typeof MEMORIES)[number];

export const KEYS = ['red', 'blue', 'green'] as const;
export type Key = (typeof KEYS)[number];

export interface Write {
  readonly key: Key;
  readonly value: number;
}

/** Three boxes are filled; then the red one gets another number, twice. */
export const WRITES: readonly Write[] = [
  { key: 'red', value: 3 },
  { key: 'blue', value: 5 },
  { key: 'green', value: 2 },
  { key: 'red', value: 1 },
  { key: 'red', value: 4 },
];
export interface MemorySetting {
  readonly memory: Memory;
  /** Share kept of everything at each write. */
  readonly alpha: number;
  /** How much of the old value is taken out, and of the new one put in. */
  readonly beta: number;
  /** Inner product of any two keys: 0 when they are orthogonal. */
  readonly overlap: number;
}

/** Three unit vectors of R³ with the same inner product between any two. */
export function keysOf(overlap: number): Readonly<Record<Key, readonly number[]>> {
  // Rows of the Cholesky factor of the matrix with 1 on the diagonal and `overlap` beside it.
  const b = Math.sqrt(1 - overlap * overlap);
  const c = (overlap - overlap * overlap) / b;
  return { red: [1, 0, 0], blue: [overlap, b, 0], green: [overlap, c, Math.sqrt(1 - overlap * overlap - c * c)] };
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** What each key reads after each write. */
export function readings(
  { memory, alpha, beta, overlap }: MemorySetting,
  writes: readonly Write[],
): Readonly<Record<Key, number>>[] {
  const keys = keysOf(overlap);
  let S: readonly number[] = [0, 0, 0];
  return writes.map(({ key, value }) => {
    const k = keys[key];
    const erases = memory === 'delta' || memory === 'both';
    const kept = memory === 'fade' || memory === 'both' ? alpha : 1;
    // α S (I - β k kᵀ) + β v kᵀ in one stroke: along k, α times the old value goes out by β and the new one comes in by β.
    const change = erases ? beta * (value - kept * dot(S, k)) : value;
    S = S.map((s, i) => kept * s + change * k[i]!);
    return { red: dot(S, keys.red), blue: dot(S, keys.blue), green: dot(S, keys.green) };
  });
}

/** What each key should read: its last value, or null before its first. */
export function wanted(writes: readonly Write[], upTo: number): Readonly<Record<Key, number | null>> {
  const last = (key: Key) => writes.slice(0, upTo + 1).findLast((write) => write.key === key)?.value ?? null;
  return { red: last('red'), blue: last('blue'), green: last('green') };
}

/** Mean distance between what is read and what should be, over the keys written so far. */
export function meanError(setting: MemorySetting, writes: readonly Write[], upTo: number): number {
  const read = readings(setting, writes)[upTo]!;
  const want = wanted(writes, upTo);
  const known = KEYS.filter((key) => want[key] !== null);
  return known.reduce((sum, key) => sum + Math.abs(read[key] - want[key]!), 0) / known.length;
}
