import { activationFunction } from './elementwise';
import { type Matrix, matVec } from './matrix';

/**
 * Mixture of experts (Shazeer et al. 2017; Jamba, arXiv:2403.19887, section 3): Σ_k w_k · down_e(fn(gate_e x) ⊙ up_e x), e = ids_k.
 * gate and up are [E·I, d], down is [E·d, I]; only the chosen experts are computed.
 */
export function moe(
  out: Float32Array, // [T, d]
  x: Float32Array, // [T, d]
  ids: Float32Array, // [T, K]
  shares: Float32Array, // [T, K]
  gate: Matrix,
  up: Matrix,
  down: Matrix,
  fn: string,
): void {
  const d = gate.columns;
  const I = down.columns;
  const T = x.length / d;
  const K = ids.length / T;
  const act = activationFunction(fn);
  const [g, u, y] = [new Float32Array(I), new Float32Array(I), new Float32Array(d)];
  out.fill(0);
  for (let t = 0; t < T; t++)
    for (let k = 0; k < K; k++) {
      const e = ids[t * K + k];
      matVec(g, 0, gate, e * I, I, x, t * d, null);
      matVec(u, 0, up, e * I, I, x, t * d, null);
      for (let i = 0; i < I; i++) g[i] = act(g[i]) * u[i];
      matVec(y, 0, down, e * d, d, g, 0, null);
      for (let i = 0; i < d; i++) out[t * d + i] += shares[t * K + k] * y[i];
    }
}
