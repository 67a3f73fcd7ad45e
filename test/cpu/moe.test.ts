import { describe, it } from 'vitest';
import { makeMatrix } from '@/engine/cpu/matrix';
import { moeExpert } from '@/engine/cpu/moe';
import { normals } from '../random-model';
import { expectClose } from './close';

describe('an expert', () => {
  it('adds its gated MLP, weighted, to the tokens that chose it', () => {
    const [T, d, I, E, K] = [5, 6, 7, 3, 2];
    const [gate, up] = [normals(1, E * I * d), normals(2, E * I * d)];
    const down = normals(3, E * d * I);
    const x = normals(4, T * d);
    const ids = Float32Array.of(0, 2, 2, 1, 1, 0, 2, 0, 0, 2);
    const shares = normals(5, T * K);
    const m = (w: Float32Array<ArrayBuffer>, columns: number) =>
      makeMatrix(w, w.length / columns, columns, 'expert', 'f32');
    const out = new Float32Array(T * d);
    for (let e = 0; e < E; e++) moeExpert(out, e, x, ids, shares, m(gate, d), m(up, d), m(down, I), 'silu');
    const expected = new Float64Array(T * d);
    for (let t = 0; t < T; t++)
      for (let k = 0; k < K; k++) {
        const e = ids[t * K + k];
        const hidden = Array.from({ length: I }, (_, i) => {
          let [g, u] = [0, 0];
          for (let c = 0; c < d; c++) {
            g += gate[(e * I + i) * d + c] * x[t * d + c];
            u += up[(e * I + i) * d + c] * x[t * d + c];
          }
          return (g / (1 + Math.exp(-g))) * u;
        });
        for (let c = 0; c < d; c++)
          expected[t * d + c] += shares[t * K + k] * hidden.reduce((s, v, i) => s + down[(e * d + c) * I + i] * v, 0);
      }
    expectClose(out, expected, 1e-6);
  });
});
