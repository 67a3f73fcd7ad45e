/**
 * Counting the ones of a string of bits with one small state: the question is whether their number is a multiple of `m` (parity for 2).
 * A zero passes by; a one updates the state by one of three rules:
 * - fade: h ← a h + 1 with a in [0, 1], what a decay e^{ΔA} with A < 0 can be (Mamba, Mamba-2);
 * - flip: the same with a in [-1, 1], negative eigenvalues allowed (DeltaNet with eigenvalues in [-1, 1]);
 * - turn: the state is a point on a circle and a one turns it by an angle (Mamba-3, arXiv:2603.15569, its rotations).
 * The state depends on the string only through its number of ones, so "how well can it be told?" is exact arithmetic: the best single
 * threshold on what is read, counted over all strings of a length.
 */
export const RULES = ['fade', 'flip', 'turn'] as const;
export type Rule = (typeof RULES)[number];

export interface Setting {
  readonly rule: Rule;
  /** a of fade and flip. */
  readonly a: number;
  /** Degrees that a one turns the state by. */
  readonly angle: number;
}

/** What a line can read of the state after `ones` ones: h itself, or the height of the point above the circle's centre. */
export function reading({ rule, a, angle }: Setting, ones: number): number {
  if (rule === 'turn') return Math.cos((ones * angle * Math.PI) / 180);
  let h = 0;
  for (let i = 0; i < ones; i++) h = a * h + 1;
  return h;
}

/** Readings after each bit. */
export function walk(setting: Setting, bits: readonly number[]): number[] {
  let ones = 0;
  return bits.map((bit) => {
    ones += bit;
    return reading(setting, ones);
  });
}

/** Two readings closer than this are one: rounding of at most a few dozen steps in f64. */
const SAME = 1e-9;

export interface Told {
  /** Share of all 2^length strings that the best threshold answers rightly. */
  readonly share: number;
  /** Share that is right when the more frequent answer is given to all. */
  readonly guess: number;
  /** The threshold. */
  readonly cut: number;
}

/** The best single threshold on the reading, with either side as "yes". */
export function told(setting: Setting, length: number, m: number): Told {
  const weights = binomials(length);
  const all = 2 ** length;
  const places = weights
    .map((weight, ones) => ({ weight, at: reading(setting, ones), yes: ones % m === 0 }))
    .sort((p, q) => p.at - q.at);
  const sum = (yes: boolean) => places.reduce((total, p) => total + (p.yes === yes ? p.weight : 0), 0);
  const [yes, no] = [sum(true), sum(false)];
  const guess = Math.max(yes, no) / all;
  let best = { share: guess, cut: Number.NEGATIVE_INFINITY };
  let [yesBelow, noBelow] = [0, 0];
  for (const [i, { at, weight, yes: is }] of places.entries()) {
    if (is) yesBelow += weight;
    else noBelow += weight;
    const next = places[i + 1];
    if (!next || next.at - at < SAME) continue;
    const share = Math.max(yesBelow + (no - noBelow), noBelow + (yes - yesBelow)) / all;
    if (share > best.share) best = { share, cut: (at + next.at) / 2 };
  }
  return { ...best, guess };
}

/** How many strings of this length have 0, 1, … ones. */
export function binomials(length: number): number[] {
  let row = [1];
  for (let n = 0; n < length; n++) row = [1, ...row.slice(1).map((v, i) => v + row[i]!), 1];
  return row;
}
