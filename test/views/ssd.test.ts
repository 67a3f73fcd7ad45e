/** State space duality: the masked matrix, the recurrence and the chunks between them are one thing; so little fits through the state. */
import { describe, expect, it } from 'vitest';
import { readView } from '@/engine/views';
import { mixerOf } from '@/engine/views/mixer';
import { singularValues } from '@/engine/views/singular-values';
import { expectClose } from '../cpu/close';
import { normals } from '../random-model';
import { column, layersOf, T, tapsOf, text, times, tiny } from './tiny';

describe.each(['mamba2 with groups', 'nemotron_h by pattern'] as const)('the matrix of %s', (name) => {
  it('is decays times products, and times Δ x it is the output of the head', async () => {
    const model = await tiny(name);
    const layer = layersOf(model, 'M').at(-1)!;
    const { ssm_heads: H, ssm_head_dim: P } = model.blueprint.dims as Record<string, number>;
    const at = mixerOf(model.blueprint, layer)!.at;
    const taps = await tapsOf(
      model,
      ['x', 'y_ssm', 'A_bar', 'delta'].map((n) => `${at}.${n}`),
    );
    const tap = (n: string) => taps.get(`${at}.${n}`)!;
    for (let head = 0; head < H; head++) {
      const view = await readView(model, text(model), { name: 'ssd-mask', layer, options: { head } });
      const [a, delta] = [column(tap('A_bar'), head), column(tap('delta'), head)];
      for (const [i, j] of [
        [0, 0],
        [5, 5],
        [6, 5],
        [T - 1, 3],
        [2, 9],
      ] as const) {
        let left = j > i ? 0 : 1;
        for (let k = j + 1; k <= i; k++) left *= a[k];
        // One rounding to f32 of a product in f64.
        expect(view.mask.data[i * T + j]).toBeCloseTo(left, 6);
        expect(view.product.data[i * T + j]).toBeCloseTo(left * view.content.data[i * T + j], 5);
      }
      // L ∘ C Bᵀ times Δ x, and its form with Δ inside times x.
      for (let p = 0; p < P; p++) {
        const x = column(tap('x'), head * P + p);
        const y = column(tap('y_ssm'), head * P + p);
        expectClose(times(view.weighted.data, x), y, 5e-6, `head ${head}`);
        expectClose(
          times(
            view.product.data,
            x.map((v, t) => v * delta[t]),
          ),
          y,
          5e-6,
          `head ${head}`,
        );
      }
    }
  });

  it('gives the same output in chunks of every length, from attention to recurrence', async () => {
    const model = await tiny(name);
    const layer = layersOf(model, 'M')[0];
    const { ssm_heads: H, ssm_head_dim: P, d_state: N } = model.blueprint.dims as Record<string, number>;
    const head = H - 1;
    const at = mixerOf(model.blueprint, layer)!.at;
    const y = (await tapsOf(model, [`${at}.y_ssm`])).get(`${at}.y_ssm`)!;
    const expected = Array.from({ length: T * P }, (_, i) => y.data[Math.floor(i / P) * H * P + head * P + (i % P)]);
    for (const chunk of [1, 2, 5, T - 1, T, 1000]) {
      const view = await readView(model, text(model), { name: 'ssd-chunks', layer, options: { head, chunk } });
      const sum = view.inside.data.map((v, i) => v + view.carried.data[i]);
      // The tap was summed in f32 states; the chunks are in f64: a few 2^-24 of the RMS.
      expectClose(sum, expected, 2e-6, `Q = ${chunk}`);
      expect(view.bounds.at(-1)).toBe(T);
      expect(view.stateNorms.data.length).toBe(Math.ceil(T / chunk));
      expect(view.stateNorms.data[0]).toBe(0);
      if (chunk >= T) {
        expect(view.carried.data.every((v) => v === 0)).toBe(true);
        expect(view.work.inside).toBe(view.work.quadratic);
      } else expect(view.carried.data.some((v) => v !== 0)).toBe(true);
      expect(view.work.recurrence).toBe(3 * T * N * P);
    }
  });

  it('is cut in two independent texts by a decay of 0', async () => {
    const model = await tiny(name);
    const layer = layersOf(model, 'M')[0];
    const cut = { node: `layers.${layer}.mixer.A_bar`, action: { kind: 'zero' }, tokens: [8] } as const;
    const view = await readView(model, text(model), {
      name: 'ssd-mask',
      layer,
      options: { head: 0 },
      interventions: [cut],
    });
    for (let i = 8; i < T; i++) for (let j = 0; j < 8; j++) expect(view.product.data[i * T + j] === 0).toBe(true);
  });
});

describe('what fits through', () => {
  it('a state of N numbers has rank at most N, and a softmax block is not bound', async () => {
    // 34 tokens cut in the middle: blocks of 17 × 17, more than the 11 states of each of these models.
    for (const [name, mark] of [
      ['mamba', 'M'],
      ['mamba2 with groups', 'M'],
      ['jamba', 'M'],
    ] as const) {
      const model = await tiny(name);
      const layer = layersOf(model, mark)[0];
      for (const unit of [0, 3]) {
        const options = { unit, cut: 17 };
        const view = await readView(model, text(model, 34), { name: 'block-rank', layer, options });
        expect(view.bound).toBe(11);
        expect(view.singularValues.data.length).toBe(17);
        expect(view.rank).toBeLessThanOrEqual(11);
        expect(view.singularValues.data[0]).toBeGreaterThan(0);
        // Beyond N there is only the rounding of f64: the taps are f32, but the matrix is made from them in f64.
        expect(view.singularValues.data[11] / view.singularValues.data[0]).toBeLessThan(1e-12);
      }
    }
    const llama = await tiny('llama');
    const view = await readView(llama, text(llama, 34), {
      name: 'block-rank',
      layer: 0,
      options: { unit: 0, cut: 17 },
    });
    expect(view.bound).toBeNull();
    expect(view.rank).toBe(17);
  });

  it('complex poles count twice, real ones once', async () => {
    for (const [name, bound] of [
      ['s4d complex', 14],
      ['s4d real, bilinear, no in_proj', 14],
    ] as const) {
      const model = await tiny(name);
      const view = await readView(model, text(model, 40), {
        name: 'block-rank',
        layer: 0,
        options: { unit: 0, cut: 20 },
      });
      expect(view.bound).toBe(bound);
      expect(view.rank).toBeLessThanOrEqual(bound);
    }
  });

  it('refuses a cut outside the text', async () => {
    const model = await tiny('mamba');
    for (const cut of [0, T])
      await expect(
        readView(model, text(model), { name: 'block-rank', layer: 0, options: { unit: 0, cut } }),
      ).rejects.toThrow(/cut - 1 must be a whole number in \[0, 18\)/);
  });
});

describe('singular values', () => {
  it('are those of a matrix made from known ones, tall or wide', () => {
    // U diag(s) Vᵀ with reflections as orthogonal matrices: I - 2 u uᵀ / uᵀu.
    const reflect = (n: number, seed: number) => {
      const u = normals(seed, n);
      const size = u.reduce((sum, v) => sum + v * v, 0);
      return (i: number, j: number) => (i === j ? 1 : 0) - (2 * u[i] * u[j]) / size;
    };
    const s = [5, 2, 1e-3, 1e-9];
    for (const [rows, cols] of [
      [7, 4],
      [4, 9],
    ] as const) {
      const [U, V] = [reflect(rows, 1), reflect(cols, 2)];
      const matrix = Float64Array.from({ length: rows * cols }, (_, at) =>
        s.reduce((sum, value, k) => sum + U(Math.floor(at / cols), k) * value * V(at % cols, k), 0),
      );
      const values = singularValues(matrix, rows, cols);
      expect(values.length).toBe(4);
      // Backward stable: an error of some 1e-16 of the largest, 5.
      values.forEach((v, k) => {
        expect(Math.abs(v - s[k])).toBeLessThan(1e-14);
      });
    }
  });

  it('of a matrix of zeros are zeros', () => {
    expect([...singularValues(new Float64Array(6), 3, 2)]).toEqual([0, 0]);
  });
});
