import { activation } from './elementwise';
import { type Matrix, product } from './matrix';

/**
 * One expert of a mixture (Shazeer et al. 2017; Jamba, arXiv:2403.19887, section 3): adds w_tk · down_e(fn(gate_e x_t) ⊙ up_e x_t) to out
 * for every token t that chose expert e. gate and up are [E·I, d], down is [E·d, I]. The tokens of an expert are gathered, so that its
 * matrices are read once for all of them; experts that nobody chose cost nothing.
 */
export function moeExpert(
  out: Float32Array, // [T, d], added to
  e: number,
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
  const K = (ids.length * d) / x.length;
  const chosen: number[] = []; // places in ids
  for (let i = 0; i < ids.length; i++) if (ids[i] === e) chosen.push(i);
  const n = chosen.length;
  if (n === 0) return;
  const rows = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const t = Math.floor(chosen[i] / K);
    rows.set(x.subarray(t * d, (t + 1) * d), i * d);
  }
  const g = new Float32Array(n * I);
  const u = new Float32Array(n * I);
  product(g, I, gate, e * I, (e + 1) * I, rows, n, null, e * I);
  product(u, I, up, e * I, (e + 1) * I, rows, n, null, e * I);
  activation(g, g, fn);
  for (let i = 0; i < g.length; i++) g[i] *= u[i];
  product(rows, d, down, e * d, (e + 1) * d, g, n, null, e * d);
  for (let i = 0; i < n; i++) {
    const o = Math.floor(chosen[i] / K) * d;
    for (let c = 0; c < d; c++) out[o + c] += shares[chosen[i]] * rows[i * d + c];
  }
}
