/** The scan of Mamba-2 against its equations written out per token, head, channel and cell, on sizes that share no factor. */
import { describe, it } from 'vitest';
import { ssdRead, ssdScan, ssdState } from '@/engine/cpu/ssd';
import { normals, uniforms } from '../random-model';
import { expectClose } from './close';

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
