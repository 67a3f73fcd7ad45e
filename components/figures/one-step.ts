/**
 * One step of h' = A h + x(t) from t = 0 to Δ. What the step adds to the state is the area under e^{A(Δ - s)} x(s); the three rules replace
 * that area by something that only knows x at the two ends:
 * - zoh: the input held at its new value (the paper of Mamba, arXiv:2312.00752v2, Eq. 4);
 * - euler: Δ x(Δ), "exponential-Euler", what the code of Mamba and Mamba-2 does;
 * - trapezoid: (1 - λ) Δ e^{ΔA} x(0) + λ Δ x(Δ), "exponential-trapezoidal", Mamba-3 (arXiv:2603.15569); λ = 1 is euler.
 * All three keep e^{ΔA} of the old state.
 */
export const STEP_RULES = ['zoh', 'euler', 'trapezoid'] as const;
export type StepRule = (typeof STEP_RULES)[number];

export interface Step {
  readonly A: number;
  /** Δ, in seconds. */
  readonly step: number;
  /** Share of the step that the trapezoid gives to the new input. */
  readonly lambda: number;
}

/** Radians per second. */
const SWING = 1.5;
/** The input of the figure: an even swing about 1. */
export const signal = (time: number): number => 1 + Math.sin(SWING * time);

/** Height of the curve whose area is wanted, at s. */
export const weighted = ({ A, step }: Step, s: number): number => Math.exp(A * (step - s)) * signal(s);

/** The area itself: the integral in closed form. */
export function exactArea({ A, step }: Step): number {
  const flat = A === 0 ? step : Math.expm1(A * step) / A;
  // ∫ e^{A(Δ-s)} sin ωs ds = [e^{A(Δ-s)} (-A sin ωs - ω cos ωs)] / (A² + ω²)
  const w = SWING;
  const at = (s: number) => (Math.exp(A * (step - s)) * (-A * Math.sin(w * s) - w * Math.cos(w * s))) / (A * A + w * w);
  return flat + at(step) - at(0);
}

/** What a rule takes for it. */
export function ruleArea(rule: StepRule, at: Step): number {
  const { A, step, lambda } = at;
  switch (rule) {
    case 'zoh':
      return (A === 0 ? step : Math.expm1(A * step) / A) * signal(step);
    case 'euler':
      return step * signal(step);
    case 'trapezoid':
      return (1 - lambda) * step * weighted(at, 0) + lambda * step * signal(step);
  }
}

export const stepError = (rule: StepRule, at: Step): number => Math.abs(ruleArea(rule, at) - exactArea(at));

/** Corners of the shape that a rule's area is, over s: held curves are sampled. */
export function ruleShape(rule: StepRule, at: Step): { s: number; y: number }[] {
  const { A, step, lambda } = at;
  if (rule === 'zoh')
    return Array.from({ length: 41 }, (_, i) => (i / 40) * step).map((s) => ({
      s,
      y: Math.exp(A * (step - s)) * signal(step),
    }));
  const share = rule === 'euler' ? 1 : lambda;
  const turn = (1 - share) * step;
  return [
    { s: 0, y: weighted(at, 0) },
    { s: turn, y: weighted(at, 0) },
    { s: turn, y: signal(step) },
    { s: step, y: signal(step) },
  ].slice(share === 1 ? 2 : 0);
}
