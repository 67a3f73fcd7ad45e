/**
 * Causal attention with grouped queries (Vaswani et al. 2017, arXiv:1706.03762, Eq. 1; GQA: arXiv:2305.13245). Token t of this run is at
 * position past + t and sees keys 0 … past + t. Keys and values are caches of S rows of kvHeads·headDim.
 */ import { exp } from './exp';

export interface AttentionSizes {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly past: number;
}

/** Turns pairs (i, i + d/2) of each head by position · frequency_i (Su et al. 2021, arXiv:2104.09864; half-rotation layout). [T, width]. */
export function rope(
  out: Float32Array,
  x: Float32Array,
  width: number,
  headDim: number,
  frequencies: Float64Array,
  first: number,
): void {
  const half = headDim / 2;
  const T = x.length / width;
  for (let t = 0; t < T; t++)
    for (let i = 0; i < half; i++) {
      const angle = (first + t) * frequencies[i];
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let at = t * width + i; at < (t + 1) * width; at += headDim) {
        const a = x[at];
        const b = x[at + half];
        out[at] = a * cos - b * sin;
        out[at + half] = b * cos + a * sin;
      }
    }
}

/** q·k·scale → [heads, T, S], rows [from, to) of T. What a token may not see is left as it is: 0. */
export function attentionScores(
  out: Float32Array,
  q: Float32Array,
  k: Float32Array,
  scale: number,
  { heads, kvHeads, headDim, past }: AttentionSizes,
  from: number,
  to: number,
): void {
  const T = q.length / (heads * headDim);
  const S = past + T;
  for (let h = 0; h < heads; h++) {
    const kv = Math.floor((h * kvHeads) / heads) * headDim;
    for (let t = from; t < to; t++)
      for (let s = 0; s <= past + t; s++) {
        let sum = 0;
        const q0 = (t * heads + h) * headDim;
        const k0 = s * kvHeads * headDim + kv;
        for (let i = 0; i < headDim; i++) sum += q[q0 + i] * k[k0 + i];
        out[(h * T + t) * S + s] = sum * scale;
      }
  }
}

/** Softmax of rows [from, to) of T over the keys that each may see; beyond, `out` is left as it is: 0. [heads, T, S]. */
export function attentionSoftmax(
  out: Float32Array,
  scores: Float32Array,
  T: number,
  past: number,
  from: number,
  to: number,
): void {
  const S = past + T;
  for (let row = 0; row < scores.length / S; row++) {
    if (row % T < from || row % T >= to) continue;
    const seen = past + (row % T) + 1;
    const at = row * S;
    let max = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < seen; s++) max = Math.max(max, scores[at + s]);
    let sum = 0;
    for (let s = 0; s < seen; s++) sum += Math.exp(scores[at + s] - max);
    for (let s = 0; s < seen; s++) out[at + s] = Math.exp(scores[at + s] - max) / sum;
  }
}

/** weights · v → [T, heads·headDim], rows [from, to). */
export function attentionRead(
  out: Float32Array,
  weights: Float32Array,
  v: Float32Array,
  { heads, kvHeads, headDim, past }: AttentionSizes,
  from: number,
  to: number,
): void {
  const T = out.length / (heads * headDim);
  const S = past + T;
  const sum = new Float64Array(headDim);
  for (let h = 0; h < heads; h++) {
    const kv = Math.floor((h * kvHeads) / heads) * headDim;
    for (let t = from; t < to; t++) {
      sum.fill(0);
      for (let s = 0; s <= past + t; s++) {
        const w = weights[(h * T + t) * S + s];
        const v0 = s * kvHeads * headDim + kv;
        for (let i = 0; i < headDim; i++) sum[i] += w * v[v0 + i];
      }
      out.set(sum, (t * heads + h) * headDim);
    }
  }
}

/** All three at once for rows [from, to), one query at a time: nothing of size [heads, T, S] is kept. */
export function attention(
  out: Float32Array,
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  scale: number,
  { heads, kvHeads, headDim, past }: AttentionSizes,
  from: number,
  to: number,
): void {
  const width = kvHeads * headDim;
  const row = new Float64Array(past + to);
  const sum = new Float64Array(headDim);
  for (let h = 0; h < heads; h++) {
    const kv = Math.floor((h * kvHeads) / heads) * headDim;
    for (let t = from; t < to; t++) {
      const q0 = (t * heads + h) * headDim;
      const seen = past + t + 1;
      let max = Number.NEGATIVE_INFINITY;
      for (let s = 0, k0 = kv; s < seen; s++, k0 += width) {
        let dot = 0;
        for (let i = 0; i < headDim; i++) dot += q[q0 + i] * k[k0 + i];
        row[s] = dot * scale;
        if (row[s] > max) max = row[s];
      }
      let total = 0;
      sum.fill(0);
      for (let s = 0, v0 = kv; s < seen; s++, v0 += width) {
        const w = exp(row[s] - max);
        total += w;
        for (let i = 0; i < headDim; i++) sum[i] += w * v[v0 + i];
      }
      for (let i = 0; i < headDim; i++) out[q0 + i] = sum[i] / total;
    }
  }
}
