/**
 * h'(t) = A h(t) + x(t) sampled every Δ with the input held in between, by three rules. Exact for a held input is the zero-order hold:
 * Ā = e^{ΔA}, B̄ = (e^{ΔA} - 1) / A (Mamba, arXiv:2312.00752v2, Eq. 4); bilinear and Euler approximate it.
 */
export type Method = 'zoh' | 'bilinear' | 'euler';
export const METHODS: readonly Method[] = ['zoh', 'bilinear', 'euler'];

/** Ā and B̄ for B = 1. */
export function discretise(method: Method, A: number, step: number): { a: number; b: number } {
  const s = step * A;
  switch (method) {
    case 'zoh':
      return { a: Math.exp(s), b: A === 0 ? step : Math.expm1(s) / A };
    case 'bilinear':
      return { a: (1 + s / 2) / (1 - s / 2), b: step / (1 - s / 2) };
    case 'euler':
      return { a: 1 + s, b: step };
  }
}

/** The input of the figure: on for the first second, off, half on. Its switches fall on every step that divides one half. */
export const input = (time: number): number => (time < 1 ? 1 : time < 2 ? 0 : time < 3 ? 0.5 : 0);

/** States at 0, Δ, 2Δ, … up to `end`. */
export function sampled(method: Method, A: number, step: number, end: number): { time: number; h: number }[] {
  const { a, b } = discretise(method, A, step);
  const out = [{ time: 0, h: 0 }];
  for (let i = 1; i * step <= end + 1e-9; i++)
    out.push({ time: i * step, h: a * out[i - 1]!.h + b * input((i - 1) * step + step / 2) });
  return out;
}

/** The exact solution at `time`: piecewise, as the input is held between whole seconds. */
export function exact(A: number, time: number): number {
  let h = 0;
  for (let start = 0; start < time; start++) {
    const span = Math.min(1, time - start);
    const { a, b } = discretise('zoh', A, span);
    h = a * h + b * input(start + 0.5);
  }
  return h;
}

/** Largest difference from the exact solution at the sampled times. */
export const error = (method: Method, A: number, step: number, end: number): number =>
  Math.max(...sampled(method, A, step, end).map(({ time, h }) => Math.abs(h - exact(A, time))));
