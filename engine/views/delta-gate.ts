/**
 * Δ as a gate, by itself: with N = 1, A = -1, B = 1 and Δ = softplus(z), a selective SSM is a gated recurrence,
 *   h_t = (1 - g) h_{t-1} + g x_t,  g = σ(z)      (Mamba, arXiv:2312.00752v2, Theorem 1)
 * exactly so only with the zero-order hold that the paper prints, B̄ = (e^{ΔA} - 1)/A · B. The code of every Mamba multiplies by Δ instead
 * (exponential-Euler, arXiv:2603.15569): the past fades by 1 - σ(z), but x enters with softplus(z), which can exceed 1.
 */

export interface DeltaGate {
  /** Ā = 1 / (1 + e^z) = 1 - σ(z). */
  readonly keep: Float64Array;
  /** B̄ by zero-order hold: σ(z). */
  readonly hold: Float64Array;
  /** B̄ by Euler, as the models compute it: softplus(z). */
  readonly euler: Float64Array;
}

/** What z, the number before the softplus of Δ, keeps and writes in the smallest cell there is (A = -1, B = 1). */
export function deltaGate(z: ArrayLike<number>): DeltaGate {
  const sigmoid = Float64Array.from(z, (v) => 1 / (1 + Math.exp(-v)));
  return {
    // From e^-z, not as 1 - σ: for large z the difference would lose its digits.
    keep: Float64Array.from(z, (v) => 1 / (1 + Math.exp(v))),
    hold: sigmoid,
    euler: Float64Array.from(z, (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))),
  };
}

/** B̄ by zero-order hold over B̄ by Euler, for s = Δ|A|: (1 - e^{-s}) / s; 1 at 0. */
export function holdOverEuler(s: number): number {
  return s === 0 ? 1 : -Math.expm1(-s) / s;
}
