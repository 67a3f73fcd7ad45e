/**
 * The selective SSM of Mamba, as a recurrence (Gu & Dao 2023, arXiv:2312.00752, Eq. 2 and Algorithm 2, with B̄ = ΔB as in the code):
 *   h_t[c, n] = exp(Δ_t[c] A[c, n]) h_{t-1}[c, n] + Δ_t[c] x_t[c] B_t[n]        y_t[c] = Σ_n h_t[c, n] C_t[n]
 * T tokens, C channels, N states a channel. `state` [C, N] is read and written in place.
 */

/** A = -exp(A_log), in f64. */
export function decayRates(aLog: Float32Array): Float64Array {
  return Float64Array.from(aLog, (v) => -Math.exp(v));
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
  channels: number,
  N: number,
): void {
  const T = x.length / channels;
  for (let t = 0; t < T; t++)
    for (let c = 0; c < channels; c++) {
      const dt = delta[t * channels + c]!;
      const write = dt * x[t * channels + c]!;
      let y = 0;
      for (let n = 0, s = c * N; n < N; n++, s++) {
        const h = Math.exp(dt * A[s]!) * state[s]! + write * B[t * N + n]!;
        state[s] = h;
        y += h * C[t * N + n]!;
      }
      out[t * channels + c] = y;
    }
}

/** Ā = exp(ΔA): delta [T, C], A [C, N] → [T, C, N]. With N = 1 it is Mamba-2's [T, H]. */
export function decay(out: Float32Array, delta: Float32Array, A: Float64Array, channels: number, N: number): void {
  const size = channels * N;
  for (let i = 0; i < out.length; i++) {
    const s = i % size;
    out[i] = Math.exp(delta[Math.floor(i / N)]! * A[s]!);
  }
}

/** All states, from a given Ā: out [T, C, N]; `state` is only read. */
export function selectiveState(
  out: Float32Array,
  aBar: Float32Array, // [T, C, N]
  delta: Float32Array, // [T, C]
  B: Float32Array, // [T, N]
  x: Float32Array, // [T, C]
  state: Float32Array, // [C, N]
  channels: number,
  N: number,
): void {
  const size = channels * N;
  for (let i = 0; i < out.length; i++) {
    const t = Math.floor(i / size);
    const tc = Math.floor(i / N);
    const before = t === 0 ? state[i]! : out[i - size]!;
    out[i] = aBar[i]! * before + delta[tc]! * x[tc]! * B[t * N + (i % N)]!;
  }
}

/** y = h C: h [T, C, N], C [T, N] → [T, C]. */
export function selectiveRead(out: Float32Array, h: Float32Array, C: Float32Array, channels: number, N: number): void {
  for (let i = 0; i < out.length; i++) {
    const t = Math.floor(i / channels);
    let y = 0;
    for (let n = 0; n < N; n++) y += h[i * N + n]! * C[t * N + n]!;
    out[i] = y;
  }
}
