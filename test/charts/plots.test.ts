/** The arithmetic of bars, histograms, scatter plots, strips and stamps. */
import { describe, expect, it } from 'vitest';
import { placeBars, shorten } from '@/components/charts/bar-list';
import { binValues } from '@/components/charts/histogram';
import { bandOf, stopsOf } from '@/components/charts/line-chart';
import { makeScale } from '@/components/charts/scale';
import { clusters, nearestPoint } from '@/components/charts/scatter';
import { barTable, binTable, matrixTable, pointTable, seriesTable } from '@/components/charts/tables';
import { foldRow, kindOf, sparkPath, tokenPicture } from '@/components/charts/tensor-picture';
import { stripeShares, verticalNeighbour } from '@/components/charts/token-strip';
import { quoteToken, tokenLabel, tokenName } from '@/components/charts/token-text';
import { tableToCsv } from '@/components/figure/export';

describe('bars', () => {
  const bars = [
    { id: 1, label: 'ball', value: 0.5, before: 0.25 },
    { id: 2, label: 'a', value: 0.1 },
  ];
  it('share one scale from 0 to the largest value, before or after', () => {
    const { length, left, right } = placeBars(bars, 400, ['50 %', '10 %']);
    expect(length(0.5)).toBeCloseTo(400 - left - right, 9);
    expect(length(0.25)).toBeCloseTo(length(0.5) / 2, 9);
    expect(length(0)).toBe(0);
    expect(placeBars(bars, 400, ['', ''], 1).length(0.5)).toBeCloseTo(
      placeBars(bars, 400, ['', ''], 1).length(1) / 2,
      9,
    );
  });
  it('keep room for names and survive none', () => {
    const long = placeBars([{ id: 1, label: 'x'.repeat(100), value: 1 }], 300, ['']);
    expect(long.left).toBe(120);
    expect(shorten('x'.repeat(100), 100).length).toBeLessThan(16);
    expect(shorten('ball', 100)).toBe('ball');
    expect(placeBars([], 300, []).length(1)).toBeGreaterThan(0);
  });
});

describe('a histogram', () => {
  it('counts every finite value once, the largest in the last bin', () => {
    const b = binValues([0, 1, 2, 3, 4, Number.NaN, Infinity], { bins: 4 });
    expect(b.edges).toEqual([0, 1, 2, 3, 4]);
    expect(b.counts).toEqual([1, 1, 1, 2]);
    expect([b.total, b.left, b.low, b.high, b.mean, b.median]).toEqual([5, 2, 0, 4, 2, 2]);
  });
  it('has bins of equal ratio on a log axis and leaves out what is not positive', () => {
    const b = binValues([1, 10, 100, 1000, 0, -5], { bins: 3, log: true });
    b.edges.forEach((e, i) => {
      expect(e / 10 ** i).toBeCloseTo(1, 9);
    });
    expect(b.counts.reduce((x, y) => x + y, 0)).toBe(4);
    expect(b.left).toBe(2);
    expect(b.median).toBe(55);
  });
  it('can be kept to a domain, and of nothing is empty', () => {
    expect(binValues([-1, 0.5, 3], { bins: 2, domain: [0, 1] }).counts).toEqual([0, 1]);
    const none = binValues([Number.NaN], { bins: 2 });
    expect(none.counts).toEqual([0, 0]);
    expect(none.median).toBeNaN();
  });
});

describe('points', () => {
  const placed = [
    { x: 10, y: 10, index: 0 },
    { x: 20, y: 10, index: 1 },
    ...[2, 3, 4, 5].map((index) => ({ x: 50, y: 50, index })),
  ];
  it('are found by the pointer within reach', () => {
    expect(nearestPoint(placed, 14, 10, 24)).toBe(0);
    expect(nearestPoint(placed, 16, 10, 24)).toBe(1);
    expect(nearestPoint(placed, 100, 100, 24)).toBeNull();
    expect(nearestPoint([{ x: Number.NaN, y: 0, index: 0 }], 0, 0, 24)).toBeNull();
  });
  it('that hide one another are counted', () => {
    expect(clusters(placed)).toEqual([{ x: 50, y: 50, count: 4 }]);
    expect(clusters(placed.slice(0, 5))).toEqual([]);
  });
});

describe('a line', () => {
  const x = makeScale([0, 3], [0, 30], { nice: false });
  const y = makeScale([0, 4], [40, 0], { nice: false });
  const series = {
    id: 'a',
    label: 'a',
    colour: 'red',
    x: [0, 1, 2],
    y: [1, 2, 3],
    low: [0, 1, Number.NaN],
    high: [2, 3, 4],
  };
  it('has a band from its lows to its highs, with a gap where there is none', () => {
    expect(bandOf(series, x, y)).toBe('M0,20L10,10L10,30L0,40Z');
    expect(bandOf({ ...series, low: undefined as never }, x, y)).toBe('');
  });
  it('stops at every x of any series that the axis can show', () => {
    const other = { ...series, x: [2, -1, 3] };
    const log = makeScale([1, 3], [0, 30], { log: true });
    expect(stopsOf([series, other], x)).toEqual([-1, 0, 1, 2, 3]);
    expect(stopsOf([series, other], log)).toEqual([1, 2, 3]);
  });
});

describe('the strip of tokens', () => {
  it('draws shares of the largest value, nothing for what is not a number', () => {
    expect(stripeShares([Number.NaN, 1, 2, 4, Infinity, -1])).toEqual([0, 0.25, 0.5, 1, 0, 0]);
    expect(stripeShares([1, 2], 4)).toEqual([0.25, 0.5]);
    expect(stripeShares([0, 0])).toEqual([0, 0]);
  });
  it('finds the token above and below, wherever the lines break', () => {
    const box = (left: number, right: number, top: number) => ({ left, right, top });
    const boxes = [box(0, 50, 0), box(50, 120, 0), box(0, 20, 40), box(20, 100, 40), box(0, 210, 80)];
    expect(verticalNeighbour(boxes, 1, 1)).toBe(3);
    expect(verticalNeighbour(boxes, 0, 1)).toBe(2);
    expect(verticalNeighbour(boxes, 3, -1)).toBe(1);
    expect(verticalNeighbour(boxes, 4, -1)).toBe(3);
    expect(verticalNeighbour(boxes, 0, -1)).toBe(0);
    expect(verticalNeighbour(boxes, 4, 1)).toBe(4);
  });
  it('makes white tokens visible and quotes exactly', () => {
    expect([' ball', 'ball', ' ', '\n', '\t', '', 'a\nb'].map(tokenLabel)).toEqual([
      'ball',
      'ball',
      '␣',
      '↵',
      '⇥',
      '∅',
      'a↵b',
    ]);
    expect(quoteToken(' ball', 'en')).toBe('“ ball”');
    expect(tokenName(3, ' ball', 'es')).toBe('token 3 « ball»');
  });
});

describe('a tensor as a stamp', () => {
  it('shows one token: a vector folded, a state as a matrix, heads below each other, complex pairs side by side', () => {
    const data = (n: number) => Float32Array.from({ length: n }, (_, i) => i);
    expect(tokenPicture([3, 4], data(12), 1)).toEqual({ rows: 1, cols: 4, values: Float32Array.from([4, 5, 6, 7]) });
    expect(tokenPicture([2, 3, 2], data(12), 1)).toMatchObject({ rows: 3, cols: 2 });
    expect(tokenPicture([2, 2, 3, 5], data(60), 0)).toMatchObject({ rows: 6, cols: 5 });
    expect(tokenPicture([2, 3, 4, 2], data(48), 0)).toMatchObject({ rows: 3, cols: 8 });
  });
  it('folds vectors evenly and fills up with nothing', () => {
    const { rows, cols, values } = foldRow(
      Float32Array.from({ length: 130 }, () => 1),
      64,
    );
    expect([rows, cols, values.length]).toEqual([3, 44, 132]);
    expect([...values.slice(130)].every(Number.isNaN)).toBe(true);
  });
  it('takes a signed scale only where values are signed', () => {
    expect(kindOf([0, 1])).toBe('magnitude');
    expect(kindOf([0, -1e-9])).toBe('signed');
  });
  it('draws a line with a gap, and no spike is lost where values share a pixel', () => {
    expect(sparkPath([0, 1, Number.NaN, 1], 30, 10, [0, 1])).toBe('M0 9L10 1M30 1');
    const spike = Array.from({ length: 1000 }, (_, i) => (i === 501 ? -1 : 0));
    expect(sparkPath(spike, 20, 10, [-1, 1])).toContain(' 9');
  });
});

describe('the data of a chart as a table', () => {
  it('keeps all digits and leaves out what is not there', () => {
    const data = { rows: 2, cols: 2, values: Float32Array.from([0.1, Number.NaN, 1, 2]) };
    const table = matrixTable(
      data,
      'reads',
      (r) => `r${r}`,
      (c) => `c${c}`,
      (r, c) => c <= r,
    );
    expect(table).toEqual({
      columns: ['reads', 'c0', 'c1'],
      rows: [
        ['r0', Math.fround(0.1), ''],
        ['r1', 1, 2],
      ],
    });
    expect(tableToCsv(table)).toBe('reads,c0,c1\r\nr0,0.10000000149011612,\r\nr1,1,2\r\n');
  });
  it('names series, spreads, groups and changes only where there are any', () => {
    const line = { id: 'a', label: 'Mamba', colour: 'red', x: [1], y: [2] };
    expect(seriesTable([line], 'tokens', 'bytes')).toEqual({
      columns: ['series', 'tokens', 'bytes'],
      rows: [['Mamba', 1, 2]],
    });
    expect(seriesTable([{ ...line, low: [1], high: [3] }], 'x', 'y').rows).toEqual([['Mamba', 1, 2, 1, 3]]);
    expect(barTable([{ id: 1, label: 'a', value: 0.5 }], 'token', 'p', 'before').columns).toEqual(['token', 'p']);
    expect(barTable([{ id: 1, label: 'a', value: 0.5, before: 0.1 }], 'token', 'p', 'before').rows).toEqual([
      ['a', 0.1, 0.5],
    ]);
    expect(pointTable([{ x: 1, y: 2, label: 't', group: 1 }], 'x', 'y', ['noise', 'data']).rows).toEqual([
      ['t', 'data', 1, 2],
    ]);
    expect(binTable([0, 1], { bins: 1 }, ['from', 'to', 'count']).rows).toEqual([[0, 1, 2]]);
  });
});
