/**
 * Depthwise causal convolution: c_t = bias + Σ_k w[:, k] ⊙ x_{t-W+1+k}. `tail` holds the W-1 inputs before these, oldest first
 * (zeros at the start of a text), and afterwards the last W-1 of both.
 */
export function causalConv(
  out: Float32Array, // [T, C]
  x: Float32Array, // [T, C]
  weight: Float32Array, // [C, W]
  bias: Float32Array | null, // [C]
  tail: Float32Array, // [W-1, C], read, then written
  C: number,
  W: number,
): void {
  const T = x.length / C;
  for (let t = 0; t < T; t++)
    for (let c = 0; c < C; c++) {
      let sum = bias ? bias[c] : 0;
      for (let k = 0; k < W; k++) {
        const at = t - W + 1 + k; // token that this tap reads; negative: before this run
        sum += weight[c * W + k] * (at < 0 ? tail[(at + W - 1) * C + c] : x[at * C + c]);
      }
      out[t * C + c] = sum;
    }
  // Row k comes from row k + T of the old tail or from x: never from a row already written.
  for (let k = 0; k < W - 1; k++) {
    const at = T - W + 1 + k;
    const row = at < 0 ? tail.subarray((at + W - 1) * C, (at + W) * C) : x.subarray(at * C, (at + 1) * C);
    tail.set(row, k * C);
  }
}
