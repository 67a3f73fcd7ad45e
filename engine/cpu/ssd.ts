/**
 * Mamba-2's state space (Dao & Gu 2024, arXiv:2405.21060, section 7.1), as a recurrence: one scalar decay per head,
 *   S_t[h] = a_t[h] S_{t-1}[h] + Δ_t[h] x_t[h] B_t[g]ᵀ  [P, N]        y_t[h] = S_t[h] C_t[g]  [P]
 * H heads of P channels, N states, G groups that share B and C (head h reads group ⌊hG/H⌋).
 */
export interface SsdSizes {
  readonly H: number;
  readonly P: number;
  readonly N: number;
  readonly G: number;
}

/** Fused: out [T, H·P]; `state` [H, P, N] is read and written in place; a [T, H]. */
export function ssdScan(
  out: Float32Array,
  a: Float32Array,
  delta: Float32Array, // [T, H]
  B: Float32Array, // [T, G, N]
  C: Float32Array, // [T, G, N]
  x: Float32Array, // [T, H, P]
  state: Float32Array,
  { H, P, N, G }: SsdSizes,
): void {
  const T = delta.length / H;
  for (let t = 0; t < T; t++)
    for (let h = 0; h < H; h++) {
      const keep = a[t * H + h];
      const bc = (t * G + Math.floor((h * G) / H)) * N;
      for (let p = 0; p < P; p++) {
        const write = delta[t * H + h] * x[(t * H + h) * P + p];
        let y = 0;
        for (let n = 0, s = (h * P + p) * N; n < N; n++, s++) {
          const v = keep * state[s] + write * B[bc + n];
          state[s] = v;
          y += v * C[bc + n];
        }
        out[(t * H + h) * P + p] = y;
      }
    }
}

/** S of one token from the S before it: out and before [H, P, N], a and delta [H], B [G, N], x [H, P]. */
export function ssdState(
  out: Float32Array,
  a: Float32Array,
  delta: Float32Array,
  B: Float32Array,
  x: Float32Array,
  before: Float32Array,
  { H, P, N, G }: SsdSizes,
): void {
  for (let hp = 0, s = 0; hp < H * P; hp++) {
    const h = Math.floor(hp / P);
    const b = Math.floor((h * G) / H) * N;
    const write = delta[h] * x[hp];
    for (let n = 0; n < N; n++, s++) out[s] = a[h] * before[s] + write * B[b + n];
  }
}

/** y = S C: S [T, H, P, N] → [T, H·P]. */
export function ssdRead(out: Float32Array, S: Float32Array, C: Float32Array, { H, P, N, G }: SsdSizes): void {
  for (let i = 0; i < out.length; i++) {
    const t = Math.floor(i / (H * P));
    const h = Math.floor((i % (H * P)) / P);
    const bc = (t * G + Math.floor((h * G) / H)) * N;
    let y = 0;
    for (let n = 0; n < N; n++) y += S[i * N + n] * C[bc + n];
    out[i] = y;
  }
}
