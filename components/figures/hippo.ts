/**
 * HiPPO-LegS on a held signal: N numbers that follow the polynomial closest to the whole past. h'(t) = (A h(t) + B x(t)) / t with
 * A_nk = -√((2n+1)(2k+1)) below the diagonal, -(n+1) on it, B_n = √(2n+1) (state-spaces/s4, models/s4/s4.py, transition('legs')). In the
 * time ln t the rule does not change, so that a token k that holds its input from k to k+1 is one step of the zero-order hold with
 * Δ = ln((k+1)/k). Of the first token Δ is infinite: it fills the state whole.
 */
type Matrix = readonly (readonly number[])[];

/** The matrix of LegS (N, N): lower triangular, all its eigenvalues are -1 … -N. */
export const legs = (N: number): Matrix =>
  Array.from({ length: N }, (_, n) =>
    Array.from({ length: N }, (_, k) => (n > k ? -Math.sqrt((2 * n + 1) * (2 * k + 1)) : n === k ? -(n + 1) : 0)),
  );

/** a · b of lower triangular matrices. */
const multiply = (a: Matrix, b: Matrix): Matrix =>
  a.map((row, n) =>
    row.map((_, k) => {
      let sum = 0;
      for (let j = k; j <= n; j++) sum += row[j]! * b[j]![k]!;
      return sum;
    }),
  );

/** e^{sA} of a lower triangular matrix: Taylor's series of a small part of s, squared until the part is s. */
export function exponential(A: Matrix, s: number): Matrix {
  const largest = s * Math.max(...A.map((row) => row.reduce((sum, v) => sum + Math.abs(v), 0)));
  const halvings = Math.max(0, Math.ceil(Math.log2(largest)) + 3);
  const part = A.map((row) => row.map((v) => (v * s) / 2 ** halvings));
  const one = A.map((row, n) => row.map((_, k) => (n === k ? 1 : 0)));
  let [sum, term]: [Matrix, Matrix] = [one, one];
  // The part is at most 1/8: its 12th power over 12! is below the last digit of f64.
  for (let i = 1; i <= 12; i++) {
    term = multiply(term, part).map((row) => row.map((v) => v / i));
    sum = sum.map((row, n) => row.map((v, k) => v + term[n]![k]!));
  }
  for (let i = 0; i < halvings; i++) sum = multiply(sum, sum);
  return sum;
}

const steps = new Map<string, Matrix>();
/** Ā of token k. Kept: readers draw while it is used. */
function decay(N: number, k: number): Matrix {
  const key = `${N}:${k}`;
  const known = steps.get(key) ?? exponential(legs(N), Math.log((k + 1) / k));
  steps.set(key, known);
  return known;
}

/** The N state numbers after all of x, one step a token: h = Ā h + (I - Ā) (x, 0, 0, …), since -A⁻¹B = (1, 0, 0, …). */
export function remember(x: readonly number[], N: number): number[] {
  let h = Array.from({ length: N }, (_, n) => (n === 0 ? (x[0] ?? 0) : 0));
  for (let k = 1; k < x.length; k++) {
    const shifted = h.map((v, n) => (n === 0 ? v - x[k]! : v));
    h = decay(N, k).map((row, n) => row.reduce((sum, v, j) => sum + v * shifted[j]!, n === 0 ? x[k]! : 0));
  }
  return h;
}

/** The curve that the state stands for, at u in [0, 1] of the past: Σ h_n √(2n+1) P_n(2u - 1), with Legendre's recurrence for P. */
export function rebuild(h: readonly number[], u: number): number {
  const v = 2 * u - 1;
  let [before, now, sum] = [0, 1, 0];
  h.forEach((value, n) => {
    sum += value * Math.sqrt(2 * n + 1) * now;
    [before, now] = [now, ((2 * n + 1) * v * now - n * before) / (n + 1)];
  });
  return sum;
}

/** Root of the mean squared distance between the signal and what the state says of it, at the middle of each token. */
export const distance = (x: readonly number[], h: readonly number[]): number =>
  Math.sqrt(x.reduce((sum, v, k) => sum + (v - rebuild(h, (k + 0.5) / x.length)) ** 2, 0) / x.length);

/** Tokens of the figure. */
export const TOKENS = 48;
export const SHAPES = ['wave', 'jump', 'click'] as const;
export type Shape = (typeof SHAPES)[number];

/** Signals to begin with, in [-1, 1]. */
export const shape = (name: Shape): number[] =>
  Array.from({ length: TOKENS }, (_, k) => {
    const u = (k + 0.5) / TOKENS;
    if (name === 'wave') return 0.75 * Math.sin(2 * Math.PI * (0.6 * u + 1.6 * u * u));
    return name === 'jump' ? (u < 0.4 ? -0.5 : 0.6) : k === 14 ? 0.9 : 0;
  });
