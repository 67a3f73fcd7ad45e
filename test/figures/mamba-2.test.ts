import { describe, expect, it } from 'vitest';
import { summaryOf } from '@/components/figures/duality/chunk-summary';
import { RANK_MODELS } from '@/components/figures/duality/rank';
import recorded from '@/components/figures/duality/recorded.json';
import { rowOf, totals } from '@/components/figures/duality/rows';
import {
  chunks,
  decay,
  type Head,
  matrix,
  multiplications,
  multiply,
  recurrence,
} from '@/components/figures/duality/three-views';
import { readView } from '@/engine/views';
import { layersOf, text, tiny } from '../views/tiny';

const byHand: Head = { a: [1, 0.5, 0.5], B: [1, 2, 1], C: [1, 1, 2], x: [4, 2, 8] };
const six: Head = {
  a: [1, 0.5, 0.5, 1, 0.25, 0.5],
  B: [1, 2, 1, -1, 1, 2],
  C: [1, 1, 2, 1, -1, 1],
  x: [4, 2, 8, 0, 2, 4],
};

describe('one head, three ways', () => {
  it('is the exercise of the chapter', () => {
    expect(matrix(byHand)).toEqual([
      [1, 0, 0],
      [0.5, 2, 0],
      [0.5, 2, 2],
    ]);
    expect(recurrence(byHand)).toEqual({ h: [4, 6, 11], y: [4, 6, 22] });
    expect(multiply(matrix(byHand), byHand.x)).toEqual([4, 6, 22]);
  });
  it('gives the same y by recurrence, by matrix and in chunks of any length', () => {
    const { y, h } = recurrence(six);
    expect(multiply(matrix(six), six.x)).toEqual(y);
    for (const Q of [1, 2, 3, 4, 5, 6]) {
      const { inside, carried, entering, starts } = chunks(six, Q);
      // Halves and quarters: all is exact.
      expect(inside.map((v, t) => v + carried[t]!)).toEqual(y);
      expect(entering).toEqual(starts.map((start) => (start === 0 ? 0 : h[start - 1])));
    }
  });
  it('is cut in two by one a of zero', () => {
    const cut = { ...six, a: six.a.map((v, t) => (t === 3 ? 0 : v)) };
    for (let i = 3; i < 6; i++) for (let j = 0; j < 3; j++) expect(Math.abs(matrix(cut)[i]![j]!)).toBe(0);
    expect(decay(cut, 2, 0)).toBe(0.25);
  });
});

describe('the work of a chunk length', () => {
  const best = (T: number, N: number, P: number) =>
    Array.from({ length: T }, (_, i) => i + 1).reduce((a, b) =>
      multiplications(T, b, N, P) < multiplications(T, a, N, P) ? b : a,
    );
  it('is least at about four tokens for the head of the figure, six for a published one', () => {
    expect(best(72, 64, 32)).toBe(4);
    expect(best(2048, 128, 64)).toBeLessThan(8);
    expect(multiplications(2048, 256, 128, 64) / multiplications(2048, best(2048, 128, 64), 128, 64)).toBeGreaterThan(
      2,
    );
  });
  it('is read off the view, with the difference of the outputs', async () => {
    const model = await tiny('mamba2 with groups');
    const layer = layersOf(model, 'M')[0]!;
    const view = (chunk: number) =>
      readView(model, text(model), { name: 'ssd-chunks', layer, options: { head: 1, chunk } });
    const [four, one] = [await view(4), await view(1)];
    const { all, apart, products, bounds } = summaryOf(four, one);
    const { ssm_head_dim: P, d_state: N } = model.blueprint.dims as Record<string, number>;
    expect(all).toBe(multiplications(bounds.at(-1)!, 4, N!, P!));
    expect(products).toBeCloseTo(1 - four.work.passing / all, 12);
    // The same sums in f64, rounded to f32 once.
    expect(apart).toBeLessThan(1e-6);
    const other = { ...one, carried: { ...one.carried, data: one.carried.data.map((v) => v + 1) } };
    expect(summaryOf(four, other).apart).toBeCloseTo(1, 5);
  });
});

describe('a row of the matrix', () => {
  it('is what a token takes from each up to itself', () => {
    const row = rowOf({ shape: [3, 3], data: Float32Array.of(1, 0, 0, 2, 3, 0, -4, 5, 6) }, 2);
    expect(row).toEqual([-4, 5, 6]);
    expect(totals(row)).toEqual({ sum: 7, size: 15 });
  });
  it('adds up to one for softmax, recorded as it was', () => {
    // Eighteen weights of three digits.
    expect(totals(recorded.rows.shares).sum).toBeCloseTo(1, 2);
  });
  it('takes something away in the head of Mamba-2 that the figure starts with, as the text says', () => {
    const { sum, size } = totals(recorded.rows.weights);
    expect((size - sum) / 2).toBeGreaterThan(0.1 * size);
  });
});

describe('the recorded ranks', () => {
  it('stop at the size of the state, and at nothing for attention', () => {
    for (const { id, rank, bound, values } of recorded.ranks) {
      expect(RANK_MODELS.map((model) => model.id)).toContain(id);
      expect(values.length).toBe(rank);
      if (bound !== null) expect(rank).toBe(bound);
      else expect(rank).toBeGreaterThan(64);
    }
  });
});
