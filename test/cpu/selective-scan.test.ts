/** The scan of Mamba against its equations written out per token, channel and cell, on sizes that share no factor. */
import { describe, it } from 'vitest';
import { decay, decayRates, selectiveRead, selectiveScan, selectiveState } from '@/engine/cpu/selective-scan';
import { normals, uniforms } from '../random-model';
import { expectClose } from './close';

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
