import { describe, expect, it } from 'vitest';
import { cut, type HeatmapSpace, layoutHeatmap, needsLens } from '@/components/charts/heatmap-layout';
import { textWidth } from '@/components/charts/scale';

const words = ['Once', 'upon', 'a', 'time', 'there', 'was', 'a', 'little', 'girl', 'named'];
const space = (rows: number, cols: number, more: Partial<HeatmapSpace> = {}): HeatmapSpace => ({
  width: 700,
  maxHeight: 480,
  ratio: 1,
  window: { row0: 0, row1: rows, col0: 0, col1: cols },
  rowLabel: (i) => words[i % 10],
  colLabel: (i) => words[i % 10],
  rowAxis: 'reads',
  ...more,
});

describe('the layout of a heatmap', () => {
  it.each([1, 1.5, 2, 3])('gives cells whole device pixels at %s device pixels per pixel, and fits', (ratio) => {
    for (const [rows, cols] of [
      [8, 8],
      [40, 40],
      [40, 96],
      [16, 300],
    ] as const) {
      const layout = layoutHeatmap(space(rows, cols, { ratio }));
      if (layout.cell.w >= 1) expect(Number.isInteger(layout.cell.w)).toBe(true);
      if (layout.cell.h >= 1) expect(Number.isInteger(layout.cell.h)).toBe(true);
      expect(layout.left + layout.width).toBeLessThanOrEqual(700);
      expect(layout.height).toBeLessThanOrEqual(480);
      expect(layout.width).toBeCloseTo((cols * layout.cell.w) / ratio, 9);
      expect(layout.fullWidth).toBeLessThanOrEqual(700);
    }
  });

  it('makes square cells of few, and always where that is asked for', () => {
    const few = layoutHeatmap(space(8, 20));
    expect(few.cell.w).toBe(few.cell.h);
    const many = layoutHeatmap(space(200, 200, { square: 'always' }));
    expect(many.cell.w).toBe(many.cell.h);
    const wide = layoutHeatmap(space(8, 100, { square: 'never' }));
    expect(wide.cell.w).not.toBe(wide.cell.h);
  });

  it('turns names of columns only as far as it must, and never writes one over another', () => {
    expect(layoutHeatmap(space(2, 2, { colLabel: () => 'a' })).turn).toBe(0);
    expect(layoutHeatmap(space(8, 8)).turn).toBe(-45);
    expect(layoutHeatmap(space(40, 40)).turn).toBe(-90);
    expect(layoutHeatmap(space(40, 96, { colLabel: String })).turn).toBe(0);
    for (const cols of [2, 8, 20, 40, 80, 300])
      for (const colLabel of [(i: number) => words[i % 10], String]) {
        const layout = layoutHeatmap(space(10, cols, { colLabel }));
        const slot = layout.width / cols;
        const gap = (layout.cols[1] - layout.cols[0]) * slot;
        const need = layout.turn === 0 ? Math.max(...layout.cols.map((i) => textWidth(cut(colLabel(i), 'col')))) : 13;
        if (layout.cols.length > 1)
          expect(gap, `${cols} columns`).toBeGreaterThanOrEqual(need * (layout.turn === -45 ? 1.4 : 0.95));
      }
  });

  it('writes every row where there is room and round numbers of them where there is not', () => {
    expect(layoutHeatmap(space(10, 10)).rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(layoutHeatmap(space(400, 100, { maxHeight: 400 })).rows.slice(0, 3)).toEqual([0, 20, 40]);
  });

  it('asks for a lens when there are many cells too small to point at, and only then', () => {
    const need = (rows: number, cols: number, width = 700) =>
      needsLens(layoutHeatmap(space(rows, cols, { width, square: 'never' })), 1, rows, cols);
    expect(need(40, 40)).toBe(false);
    expect(need(40, 100)).toBe(false);
    expect(need(40, 100, 390)).toBe(true);
    expect(need(512, 200)).toBe(true);
    expect(need(60, 60, 200)).toBe(false);
  });

  it('cuts long names', () => {
    expect(cut('short', 'col')).toBe('short');
    expect(cut('internationalisation', 'col')).toBe('internation…');
    expect(cut('internationalisation', 'row')).toBe('internationalisat…');
  });
});
