/** The data of each chart as a table: the text alternative and the CSV of its figure. Numbers keep all their digits. */
import type { Table } from '../figure/export';
import type { Bar } from './bar-list';
import type { HeatmapData } from './heatmap-pixels';
import { binValues } from './histogram';
import type { Series } from './line-chart';
import type { Point } from './scatter';

/** One row per row of the matrix, one column per column. `has` leaves cells empty that mean nothing. */
export function matrixTable(
  data: HeatmapData,
  corner: string,
  rowName: (row: number) => string,
  colName: (col: number) => string,
  has: (row: number, col: number) => boolean = () => true,
): Table {
  const each = (n: number) => Array.from({ length: n }, (_, i) => i);
  return {
    columns: [corner, ...each(data.cols).map(colName)],
    rows: each(data.rows).map((r) => [
      rowName(r),
      ...each(data.cols).map((c) => (has(r, c) ? data.values[r * data.cols + c] : '')),
    ]),
  };
}

/** One row per point of any series: its name, x, y and, if there is one, its spread. */
export function seriesTable(series: readonly Series[], xLabel: string, yLabel: string): Table {
  const spread = series.some((s) => s.low && s.high);
  return {
    columns: ['series', xLabel, yLabel, ...(spread ? ['low', 'high'] : [])],
    rows: series.flatMap((s) =>
      Array.from({ length: s.x.length }, (_, i) => [
        s.label,
        s.x[i],
        s.y[i],
        ...(spread ? [s.low?.[i] ?? '', s.high?.[i] ?? ''] : []),
      ]),
    ),
  };
}

/** The table that says the same as a chart of bars. */
export function barTable(bars: readonly Bar[], name: string, value: string, before: string): Table {
  const changed = bars.some((b) => b.before !== undefined);
  return {
    columns: [name, ...(changed ? [before] : []), value],
    rows: bars.map((b) => [b.label, ...(changed ? [b.before ?? ''] : []), b.value]),
  };
}

/** The table that says the same as a chart of points. */
export function pointTable(
  points: readonly Point[],
  xLabel: string,
  yLabel: string,
  groups?: readonly string[],
): Table {
  return {
    columns: ['', ...(groups ? ['group'] : []), xLabel, yLabel],
    rows: points.map((p) => [p.label, ...(groups ? [groups[p.group ?? 0]] : []), p.x, p.y]),
  };
}

/** Bins of a histogram: from, to, count. */
export function binTable(
  values: ArrayLike<number>,
  options: Parameters<typeof binValues>[1],
  columns: [string, string, string],
): Table {
  const { edges, counts } = binValues(values, options);
  return { columns, rows: counts.map((n, i) => [edges[i], edges[i + 1], n]) };
}
