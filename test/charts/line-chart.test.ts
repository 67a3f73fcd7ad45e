import { describe, expect, it } from 'vitest';
import { nearestIndex, pathOf, spreadLabels } from '@/components/charts/line-chart';
import { makeScale } from '@/components/charts/scale';

describe('a chart scale', () => {
  it('has powers of its base as ticks on a log axis', () => {
    expect(makeScale([130, 100_000], [0, 1], { log: true }).ticks).toEqual([100, 1000, 10_000, 100_000]);
    expect(makeScale([1024, 262_144], [0, 1], { log: true, base: 2, count: 9 }).ticks[0]).toBe(1024);
  });
  it('leaves out what a log axis cannot show', () => {
    const scale = makeScale([0, -3, Number.NaN, 10, 1000], [0, 100], { log: true });
    expect(scale.domain).toEqual([10, 1000]);
    const series = { id: 'a', label: 'a', colour: 'red', x: [1, 2, 3, 4], y: [10, 0, 100, 1000] };
    const path = pathOf(series, makeScale([1, 4], [0, 30]), scale);
    expect(path.match(/M/g)!.length).toBe(2);
    expect(path).not.toContain('NaN');
  });
  it('includes zero when asked and survives no data and equal values', () => {
    expect(makeScale([3, 9], [0, 1], { zero: true }).domain[0]).toBe(0);
    expect(makeScale([], [0, 1]).domain).toEqual([0, 1]);
    expect(makeScale([5, 5], [0, 1])(5)).toBeCloseTo(0.5);
  });
});

it('spreads labels apart without leaving the chart or changing their order', () => {
  const places = spreadLabels([50, 51, 52, 198], 15, 10, 200);
  const sorted = [...places].sort((a, b) => a - b);
  expect(places).toEqual(sorted);
  sorted.slice(1).forEach((p, i) => {
    expect(p - sorted[i]!).toBeGreaterThanOrEqual(15 - 1e-9);
  });
  expect(Math.max(...spreadLabels([199, 199, 199], 15, 10, 200))).toBeLessThanOrEqual(200);
});

it('finds the nearest point by ratio on a log axis', () => {
  expect(nearestIndex([1, 100], 20, true)).toBe(1);
  expect(nearestIndex([1, 100], 20, false)).toBe(0);
});
