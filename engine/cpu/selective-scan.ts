/**
 * The selective SSM of Mamba, as a recurrence (Gu & Dao 2023, arXiv:2312.00752, Eq. 2 and Algorithm 2, with B̄ = ΔB as in the code):
 *   h_t[c, n] = exp(Δ_t[c] A[c, n]) h_{t-1}[c, n] + Δ_t[c] x_t[c] B_t[n]        y_t[c] = Σ_n h_t[c, n] C_t[n]
 * T tokens, C channels, N states a channel. `state` [C, N] is read and written in place.
 */
import { exp } from './exp';

const rates = new WeakMap<Float32Array, Float64Array>();

/** A = -exp(A_log), in f64; made once for each A_log. */
export function decayRates(aLog: Float32Array): Float64Array {
  let A = rates.get(aLog);
  if (!A) {
    A = new Float64Array(aLog.length);
    for (let i = 0; i < A.length; i++) A[i] = -Math.exp(aLog[i]);
    rates.set(aLog, A);
  }
  return A;
}

/** Fused: no Ā and no h of all tokens is kept. out [T, C]. */
export function selectiveScan(
  out: Float32Array,
  x: Float32Array, // [T, C]
  delta: Float32Array, // [T, C]
  A: Float64Array, // [C, N]
  B: Float32Array, // [T, N]
  C: Float32Array, // [T, N]
  state: Float32Array, // [C, N]
  N: number,
): void {
  for (let tc = 0, b0 = 0; tc < x.length; b0 += N)
    for (let s = 0; s < A.length; tc++) {
      const dt = delta[tc];
      const write = dt * x[tc];
      let y = 0;
      for (let n = b0; n < b0 + N; n++, s++) {
        const h = exp(dt * A[s]) * state[s] + write * B[n];
        state[s] = h;
        y += h * C[n];
      }
      out[tc] = y;
    }
}

/** Ā = exp(ΔA): delta [T, C], A [C, N] → [T, C, N]. With N = 1 it is Mamba-2's [T, H]. */
export function decay(out: Float32Array, delta: Float32Array, A: Float64Array): void {
  const size = A.length;
  const N = (out.length / delta.length) | 0;
  for (let i = 0, s = 0; i < out.length; i++) {
    out[i] = exp(delta[Math.floor(i / N)] * A[s]);
    if (++s === size) s = 0;
  }
}

/** h of one token from a given Ā and the h before it. */
export function selectiveState(
  out: Float32Array, // [C, N]
  aBar: Float32Array, // [C, N]
  delta: Float32Array, // [C]
  B: Float32Array, // [N]
  x: Float32Array, // [C]
  before: Float32Array, // [C, N]
): void {
  const N = B.length;
  for (let c = 0, s = 0; c < x.length; c++) {
    const write = delta[c] * x[c];
    for (let n = 0; n < N; n++, s++) out[s] = aBar[s] * before[s] + write * B[n];
  }
}

/** y = h C: h [T, C, N], C [T, N] → [T, C]. */
export function selectiveRead(out: Float32Array, h: Float32Array, C: Float32Array, channels: number, N: number): void {
  for (let i = 0, s = 0; i < out.length; i++) {
    const c0 = Math.floor(i / channels) * N;
    let y = 0;
    for (let n = c0; n < c0 + N; n++, s++) y += h[s] * C[n];
    out[i] = y;
  }
}
