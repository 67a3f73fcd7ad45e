import { describe, expect, it } from 'vitest';
import { causalConv } from '@/engine/cpu/causal-conv';
import { normals } from '../random-model';
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
