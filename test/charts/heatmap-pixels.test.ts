import { describe, expect, it } from 'vitest';
import { colourIndex, colourTable, domainOf } from '@/components/charts/colour';
import { cellAt, cellSize, lensAround, paint, wholeWindow } from '@/components/charts/heatmap-pixels';

describe('a colour scale', () => {
  it('is centred at zero for signed values and starts at zero for probabilities', () => {
    expect(domainOf('signed', [-1, 3])).toEqual([-3, 3]);
    expect(domainOf('probability', [0.1, 0.4])).toEqual([0, 0.4]);
    expect(domainOf('magnitude', [2, 5])).toEqual([2, 5]);
    expect(domainOf('signed', [0, 0])).toEqual([-1, 1]);
    expect(domainOf('signed', [Number.NaN, 2])).toEqual([-2, 2]);
  });

  it('shows zero in the colour of the page, in both schemes', () => {
    for (const [scheme, page] of [
      ['light', [0xfb, 0xf9, 0xf4]],
      ['dark', [0x1b, 0x1c, 0x1f]],
    ] as const) {
      const at = 4 * colourIndex(0, [-2, 2]);
      const colour = [...colourTable('signed', scheme).slice(at, at + 3)];
      // Entry 128 of 256 lies 0.002 above the middle.
      colour.forEach((c, i) => {
        expect(Math.abs(c - page[i]!)).toBeLessThanOrEqual(2);
      });
    }
  });

  it('clamps values outside the domain', () => {
    expect(colourIndex(9, [0, 1])).toBe(255);
    expect(colourIndex(-9, [0, 1])).toBe(0);
    expect(colourIndex(Number.NaN, [0, 1])).toBe(128);
  });
});

describe('a heatmap', () => {
  const data = { rows: 3, cols: 5, values: Float32Array.from({ length: 15 }, (_, i) => i) };

  it('gives whole device pixels to each cell and finds the cell under the pointer', () => {
    const size = cellSize(wholeWindow(data), 52, 33, false);
    expect(size).toEqual({ w: 10, h: 11 });
    expect(cellAt(wholeWindow(data), size, 49, 32)).toEqual({ row: 2, col: 4 });
    expect(cellAt(wholeWindow(data), size, 51, 2)).toBeNull();
    expect(cellAt(wholeWindow(data), size, -1, 2)).toBeNull();
  });

  it('paints each cell in its own colour', () => {
    const size = { w: 2, h: 3 };
    const { width, height, pixels } = paint(data, wholeWindow(data), size, 'magnitude', [0, 14], 'light');
    expect([width, height]).toEqual([10, 9]);
    const table = colourTable('magnitude', 'light');
    for (const [row, col] of [
      [0, 0],
      [1, 3],
      [2, 4],
    ] as const) {
      const p = 4 * (row * 3 * width + col * 2);
      const t = 4 * colourIndex(data.values[row * 5 + col]!, [0, 14]);
      expect([...pixels.slice(p, p + 4)]).toEqual([...table.slice(t, t + 4)]);
    }
  });

  it('does not hide a spike when many cells share a pixel', () => {
    const values = new Float32Array(400 * 400);
    values[123 * 400 + 321] = -5;
    const big = { rows: 400, cols: 400, values };
    const { pixels } = paint(
      big,
      wholeWindow(big),
      cellSize(wholeWindow(big), 100, 100, true),
      'signed',
      [-5, 5],
      'light',
    );
    const low = [...colourTable('signed', 'light').slice(0, 4)];
    let seen = 0;
    for (let i = 0; i < pixels.length; i += 4) if (low.every((c, k) => pixels[i + k] === c)) seen++;
    expect(seen).toBe(1);
  });

  it('keeps the lens inside the data', () => {
    expect(lensAround({ rows: 100, cols: 10, values: new Float32Array(0) }, 99, 0, 16)).toEqual({
      row0: 84,
      row1: 100,
      col0: 0,
      col1: 10,
    });
  });
});
