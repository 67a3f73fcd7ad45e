import { describe, expect, it } from 'vitest';
import { attention, attentionRead, attentionScores, attentionSoftmax, rope } from '@/engine/cpu/attention';
import { normals } from '../random-model';
import { expectClose } from './close';

const [T, past, heads, kvHeads, headDim] = [5, 4, 6, 2, 3];
const S = past + T;
const sizes = { heads, kvHeads, headDim, past };
const scale = 1 / Math.sqrt(headDim);
const q = normals(1, T * heads * headDim);
const k = normals(2, S * kvHeads * headDim);
const v = normals(3, S * kvHeads * headDim);
const scores = new Float64Array(heads * T * S);
const weights = new Float64Array(heads * T * S);
const context = new Float64Array(T * heads * headDim);
for (let h = 0; h < heads; h++)
  for (let t = 0; t < T; t++) {
    const kv = h < 3 ? 0 : 1; // three query heads to a key head
    const row = (h * T + t) * S;
    let total = 0;
    for (let s = 0; s <= past + t; s++) {
      for (let i = 0; i < headDim; i++)
        scores[row + s] += scale * q[(t * heads + h) * headDim + i] * k[(s * kvHeads + kv) * headDim + i];
      total += Math.exp(scores[row + s]);
    }
    for (let s = 0; s <= past + t; s++) {
      weights[row + s] = Math.exp(scores[row + s]) / total;
      for (let i = 0; i < headDim; i++)
        context[(t * heads + h) * headDim + i] += weights[row + s] * v[(s * kvHeads + kv) * headDim + i];
    }
  }

describe('attention', () => {
  it('in three parts gives scores, weights and context, zero where a token may not look', () => {
    const [a, b, c] = [new Float32Array(heads * T * S), new Float32Array(heads * T * S), new Float32Array(q.length)];
    for (const [from, to] of [
      [0, 2],
      [2, T],
    ]) {
      attentionScores(a, q, k, scale, sizes, from, to);
      attentionSoftmax(b, a, T, past, from, to);
      attentionRead(c, b, v, sizes, from, to);
    }
    expectClose(a, scores, 1e-6);
    expectClose(b, weights, 1e-6);
    expectClose(c, context, 1e-6);
    weights.forEach((w, i) => {
      if (w === 0) expect(b[i]).toBe(0);
    });
  });
  it('fused gives the same context, and does not read keys past the last in use', () => {
    const room = new Float32Array(k.length + 50).fill(Number.NaN);
    const [roomK, roomV] = [room.slice(), room.slice()];
    roomK.set(k);
    roomV.set(v);
    const out = new Float32Array(q.length);
    attention(out, q, roomK, roomV, scale, sizes, 0, 3);
    attention(out, q, roomK, roomV, scale, sizes, 3, T);
    expectClose(out, context, 1e-6);
  });
  it('survives scores that overflow a plain exponential', () => {
    const out = new Float32Array(q.length);
    attention(
      out,
      q.map((x) => 1e4 * x),
      k,
      v,
      scale,
      sizes,
      0,
      T,
    );
    expect(out.every(Number.isFinite)).toBe(true);
  });
});

describe('rope', () => {
  it('turns each pair (i, i + d/2) of each head by position times frequency', () => {
    const [d, width, first] = [4, 8, 3];
    const frequencies = Float64Array.of(1, 0.01);
    const x = normals(4, 2 * width);
    const out = new Float32Array(x.length);
    rope(out, x, width, d, frequencies, first);
    for (let t = 0; t < 2; t++)
      for (let h = 0; h < 2; h++)
        for (let i = 0; i < 2; i++) {
          const at = t * width + h * d + i;
          const angle = (first + t) * frequencies[i];
          expectClose(
            [out[at], out[at + 2]],
            [
              x[at] * Math.cos(angle) - x[at + 2] * Math.sin(angle),
              x[at] * Math.sin(angle) + x[at + 2] * Math.cos(angle),
            ],
            1e-6,
          );
        }
  });
});
