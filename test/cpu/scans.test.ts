/** The recurrences against the equations written out per token, channel and cell, on sizes that share no factor. */
import { describe, expect, it } from 'vitest';
import { causalConv } from '@/engine/cpu/causal-conv';
import { decay, decayRates, selectiveRead, selectiveScan, selectiveState } from '@/engine/cpu/selective-scan';
import { ssdRead, ssdScan, ssdState } from '@/engine/cpu/ssd';
import { normals, uniforms } from '../random-model';
import { expectClose } from './close';

describe('causal convolution', () => {
  it.each([2, 3, 4])('of width %i reads W-1 inputs before the run and leaves the last W-1', (W) => {
    const C = 5;
    for (const T of [1, 2, 3, 7]) {
      const [x, weight, bias, before] = [normals(1, T * C), normals(2, C * W), normals(3, C), normals(4, (W - 1) * C)];
      const all = [...before, ...x]; // [W-1+T, C]
      for (const b of [bias, null]) {
        const tail = before.slice();
        const out = new Float32Array(T * C);
        causalConv(out, x, weight, b, tail, C, W);
        const expected = Array.from(out, (_, i) => {
          const [t, c] = [Math.floor(i / C), i % C];
          let sum = b ? b[c] : 0;
          for (let k = 0; k < W; k++) sum += weight[c * W + k] * all[(t + k) * C + c];
          return sum;
        });
        expectClose(out, expected, 1e-6);
        expect([...tail]).toEqual(all.slice(T * C));
      }
    }
  });
});

describe('selective scan', () => {
  const [T, C, N] = [7, 5, 3];
  const x = normals(1, T * C);
  const delta = uniforms(2, T * C, 1e-5, 2);
  const aLog = normals(3, C * N);
  const B = normals(4, T * N);
  const read = normals(5, T * N);
  const initial = normals(6, C * N);
  const h = new Float64Array(T * C * N);
  const aBar = new Float64Array(T * C * N);
  const y = new Float64Array(T * C);
  for (let t = 0; t < T; t++)
    for (let c = 0; c < C; c++)
      for (let n = 0; n < N; n++) {
        const i = (t * C + c) * N + n;
        const d = delta[t * C + c];
        aBar[i] = Math.exp(-Math.exp(aLog[c * N + n]) * d);
        h[i] = aBar[i] * (t === 0 ? initial[c * N + n] : h[i - C * N]) + d * x[t * C + c] * B[t * N + n];
        y[t * C + c] += h[i] * read[t * N + n];
      }

  it('fused gives y and the last state', () => {
    const state = initial.slice();
    const out = new Float32Array(T * C);
    selectiveScan(out, x, delta, decayRates(aLog), B, read, state, N);
    // Each step rounds h to f32, 6e-8 relative, and Ā < 1 forgets the error.
    expectClose(out, y, 1e-6);
    expectClose(state, h.subarray((T - 1) * C * N), 1e-6);
  });
  it('in parts gives Ā, every h and y', () => {
    const a = new Float32Array(T * C * N);
    decay(a, delta, decayRates(aLog));
    expectClose(a, aBar, 1e-7);
    const states = new Float32Array(T * C * N);
    for (let t = 0; t < T; t++) {
      const cut = (v: Float32Array, w: number) => v.subarray(t * w, (t + 1) * w);
      const before = t === 0 ? initial : states.subarray((t - 1) * C * N, t * C * N);
      selectiveState(cut(states, C * N), cut(a, C * N), cut(delta, C), cut(B, N), cut(x, C), before);
    }
    expectClose(states, h, 1e-6);
    const out = new Float32Array(T * C);
    selectiveRead(out, states, read, C, N);
    expectClose(out, y, 1e-6);
  });
});

describe('SSD', () => {
  const [T, H, P, N, G] = [6, 6, 5, 3, 2];
  const sizes = { H, P, N, G };
  const a = uniforms(1, T * H, 0.01, 1);
  const delta = uniforms(2, T * H, 1e-4, 2);
  const [B, C, x, initial] = [
    normals(3, T * G * N),
    normals(4, T * G * N),
    normals(5, T * H * P),
    normals(6, H * P * N),
  ];
  const S = new Float64Array(T * H * P * N);
  const y = new Float64Array(T * H * P);
  for (let t = 0; t < T; t++)
    for (let h = 0; h < H; h++)
      for (let p = 0; p < P; p++)
        for (let n = 0; n < N; n++) {
          const i = ((t * H + h) * P + p) * N + n;
          const g = h < H / G ? 0 : 1; // heads 0-2 share group 0, heads 3-5 group 1
          const before = t === 0 ? initial[(h * P + p) * N + n] : S[i - H * P * N];
          S[i] = a[t * H + h] * before + delta[t * H + h] * x[(t * H + h) * P + p] * B[(t * G + g) * N + n];
          y[(t * H + h) * P + p] += S[i] * C[(t * G + g) * N + n];
        }

  it('fused gives y and the last state', () => {
    const state = initial.slice();
    const out = new Float32Array(T * H * P);
    ssdScan(out, a, delta, B, C, x, state, sizes);
    expectClose(out, y, 1e-6);
    expectClose(state, S.subarray((T - 1) * H * P * N), 1e-6);
  });
  it('in parts gives every state and y', () => {
    const states = new Float32Array(T * H * P * N);
    for (let t = 0; t < T; t++) {
      const cut = (v: Float32Array, w: number) => v.subarray(t * w, (t + 1) * w);
      const before = t === 0 ? initial : states.subarray((t - 1) * H * P * N, t * H * P * N);
      ssdState(cut(states, H * P * N), cut(a, H), cut(delta, H), cut(B, G * N), cut(x, H * P), before, sizes);
    }
    expectClose(states, S, 1e-6);
    const out = new Float32Array(T * H * P);
    ssdRead(out, states, C, sizes);
    expectClose(out, y, 1e-6);
  });
});
