/**
 * Δ as a gate (Mamba, arXiv:2312.00752v2, Theorem 1): N = 1, A = -1, B = 1, Δ = softplus(z). Under the zero-order hold
 * Ā = 1 - σ(z) and B̄ = σ(z): h ← (1 - g) h + g x. The shipped code takes Euler for B̄ and writes Δ itself.
 */
export type WriteRule = 'zoh' | 'euler';

export const softplus = (z: number): number => (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));
export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** What a step keeps of the state and how much of the input it writes. */
export function gate(z: number, rule: WriteRule): { keep: number; write: number; delta: number } {
  const delta = softplus(z);
  return { keep: Math.exp(-delta), write: rule === 'zoh' ? sigmoid(z) : delta, delta };
}

/** States after each token. */
export function run(z: readonly number[], x: readonly number[], rule: WriteRule): number[] {
  let h = 0;
  return z.map((value, t) => {
    const { keep, write } = gate(value, rule);
    h = keep * h + write * x[t]!;
    return h;
  });
}
