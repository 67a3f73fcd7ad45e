import { expect, it } from 'vitest';
import { freeLine, nearestIndex, pathOf, spreadLabels } from '@/components/charts/line-chart';
import { makeScale } from '@/components/charts/scale';

it('draws no point that a log axis cannot show, and a gap in its place', () => {
  const scale = makeScale([10, 1000], [0, 100], { log: true });
  const series = { id: 'a', label: 'a', colour: 'red', x: [1, 2, 3, 4], y: [10, 0, 100, 1000] };
  const path = pathOf(series, makeScale([1, 4], [0, 30]), scale);
  expect(path.match(/M/g)!.length).toBe(2);
  expect(path).not.toContain('NaN');
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

it('puts the name of a mark where no line runs through it', () => {
  const frame = { top: 20, bottom: 200 };
  const [x, y] = [makeScale([0, 10], [0, 100], { domain: [0, 10] }), makeScale([0, 1], [200, 20], { domain: [0, 1] })];
  const along = (value: number) => ({ id: 'a', label: 'a', colour: 'red', x: [0, 10], y: [value, value] });
  expect(freeLine([along(0.2)], x, y, [30, 80], frame)).toBe(30);
  expect(freeLine([along(1)], x, y, [30, 80], frame)).toBeGreaterThan(32);
  // Of a line that falls on past the name only what runs over it counts.
  const steep = { id: 'a', label: 'a', colour: 'red', x: [0, 7, 10], y: [1, 0.9, 0] };
  expect(freeLine([steep], x, y, [30, 71], frame)).toBeLessThan(70);
  // A line that ends before the name is not in its way.
  const short = { id: 'a', label: 'a', colour: 'red', x: [0, 1], y: [1, 1] };
  expect(freeLine([short], x, y, [30, 80], frame)).toBe(30);
});
