/**
 * One linear rule, three computations (Mamba, arXiv:2312.00752v2, Eq. 2-3): h_t = a h_{t-1} + b x_t, y_t = c h_t, for one state number.
 */
export interface Rule {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Step by step. */
export function recurrence({ a, b, c }: Rule, x: readonly number[]): { h: number[]; y: number[] } {
  const h: number[] = [];
  let state = 0;
  for (const value of x) {
    state = a * state + b * value;
    h.push(state);
  }
  return { h, y: h.map((v) => c * v) };
}

/** K_l = c aˡ b: the answer to a single 1. */
export const kernel = ({ a, b, c }: Rule, length: number): number[] => Array.from({ length }, (_, l) => c * a ** l * b);

/** The kernel slid along the input: y_t = Σ_l K_l x_{t-l}. */
export const convolution = (rule: Rule, x: readonly number[]): number[] => {
  const k = kernel(rule, x.length);
  return x.map((_, t) => k.slice(0, t + 1).reduce((sum, value, l) => sum + value * x[t - l]!, 0));
};

/** The same as one matrix: row t, column s holds K_{t-s}, zero above the diagonal. */
export function toeplitz(rule: Rule, length: number): number[][] {
  const k = kernel(rule, length);
  return k.map((_, t) => k.map((__, s) => (s <= t ? k[t - s]! : 0)));
}

export const multiply = (m: readonly (readonly number[])[], x: readonly number[]): number[] =>
  m.map((row) => row.reduce((sum, value, s) => sum + value * x[s]!, 0));

/** Largest difference between the three answers. */
export function disagreement(rule: Rule, x: readonly number[]): number {
  const [y, k, m] = [recurrence(rule, x).y, convolution(rule, x), multiply(toeplitz(rule, x.length), x)];
  return Math.max(...y.map((v, t) => Math.max(Math.abs(v - k[t]!), Math.abs(v - m[t]!))));
}
