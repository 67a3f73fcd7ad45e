/**
 * Is the update of a selective SSM linear? The smallest system that can answer: one channel, N = 2, with the rule of the shipped code,
 * Ā = exp(ΔA), B̄ = ΔB (Mamba, arXiv:2312.00752v2, Eq. 2; Euler for B̄). Two inputs and their sum are run; if the map is linear, the two
 * outputs added are the output of the sum.
 */
import { softplus } from './dial';

/** `tanh`: the nonlinear update that claim 3 describes; `linear`: Mamba's, gates fixed; `reading`: Mamba's, gates from each run's own input. */
export type Update = 'tanh' | 'linear' | 'reading';
export const UPDATES: readonly Update[] = ['tanh', 'linear', 'reading'];

export interface Gates {
  readonly delta: number;
  readonly B: readonly [number, number];
  readonly C: readonly [number, number];
}

const A: readonly [number, number] = [-0.25, -1];
export const X1: readonly number[] = [2, 0, 1, 0, -1, 0];
export const X2: readonly number[] = [1, 1, -2, 0, 1, 2];

/** What a token makes of Δ, B and C, as small fixed projections of it. */
export const gatesOf = (x: number): Gates => ({ delta: softplus(x - 0.5), B: [1, 0.5 * x], C: [1, 1 - 0.5 * x] });

/** Output after each token. The gates are `gates` or, without them, those of x itself. */
export function respond(x: readonly number[], update: Update, gates?: readonly Gates[]): number[] {
  const h = [0, 0];
  return x.map((value, t) => {
    const { delta, B, C } = gates?.[t] ?? gatesOf(value);
    for (let n = 0; n < 2; n++) {
      const next = Math.exp(delta * A[n]!) * h[n]! + delta * B[n]! * value;
      h[n] = update === 'tanh' ? Math.tanh(next) : next;
    }
    return C[0] * h[0]! + C[1] * h[1]!;
  });
}

/** The outputs of x₁ and x₂ added, the output of x₁ + x₂, and the largest difference. Gates that do not read are those of x₁'s run. */
export function superposition(x1: readonly number[], x2: readonly number[], update: Update) {
  const gates = update === 'reading' ? undefined : x1.map(gatesOf);
  const y1 = respond(x1, update, gates);
  const y2 = respond(x2, update, gates);
  const added = y1.map((y, t) => y + y2[t]!);
  const together = respond(
    x1.map((x, t) => x + x2[t]!),
    update,
    gates,
  );
  return { added, together, gap: Math.max(...added.map((y, t) => Math.abs(y - together[t]!))) };
}
