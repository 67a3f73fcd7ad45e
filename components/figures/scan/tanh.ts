/** What happens to a tree when a step is not linear: h_t = f(a h_{t-1} + b_t). The tree goes on combining pairs as if it were. */
import { combine, IDENTITY, type Step } from './rounds';

export type Bend = 'none' | 'tanh';

const bent = (bend: Bend, v: number) => (bend === 'tanh' ? Math.tanh(v) : v);

/** One step after another: what the rule means. */
export function byLoop(steps: readonly Step[], bend: Bend): number[] {
  let h = 0;
  return steps.map(({ a, b }) => {
    h = bent(bend, a * h + b);
    return h;
  });
}

/** Pairs combined by the rule for linear steps, bent at the end: exact without a bend, something else with one. */
export function byTree(steps: readonly Step[], bend: Bend): number[] {
  let all = IDENTITY;
  return steps.map((step) => {
    all = combine(all, step);
    return bent(bend, all.b);
  });
}

/** Inputs of the figure: a slow wave and two knocks, times the strength. */
export const inputs = (strength: number, count = 40): number[] =>
  Array.from({ length: count }, (_, t) => strength * (Math.sin(t / 4) + (t === 6 || t === 25 ? 2 : 0)));
