/**
 * The geometry and pixels of a heatmap, without React: which cells are in sight, where they lie on whole device pixels, which cell is
 * under the pointer, what can be said of it in a sentence.
 */
import { colourIndex, colourTable, type ScaleKind, type Scheme } from './colour';
import { formatNumber } from './format';
import { wordsOf } from './words';

/** Cells in sight: rows [row0, row1) and columns [col0, col1). */
export interface CellWindow {
  readonly row0: number;
  readonly row1: number;
  readonly col0: number;
  readonly col1: number;
}

export interface HeatmapData {
  readonly rows: number;
  readonly cols: number;
  /** Row-major. */
  readonly values: Float32Array;
}

/** From this many device pixels per cell on, a grid line of one pixel is drawn between cells. */
const GRID_FROM = 12;

export const wholeWindow = (data: HeatmapData): CellWindow => ({ row0: 0, row1: data.rows, col0: 0, col1: data.cols });

/** Device pixels per cell (width, height): whole numbers of at least one while the cells fit, fractions (overview) when they do not. */
export function cellSize(window: CellWindow, width: number, height: number, square: boolean): { w: number; h: number } {
  const cols = window.col1 - window.col0;
  const rows = window.row1 - window.row0;
  let w = width / cols;
  let h = height / rows;
  if (square && Math.max(rows, cols) <= 64) w = h = Math.min(w, h);
  return { w: w >= 1 ? Math.floor(w) : w, h: h >= 1 ? Math.floor(h) : h };
}

/** The cell at a point in device pixels, or null outside. */
export function cellAt(
  window: CellWindow,
  size: { w: number; h: number },
  x: number,
  y: number,
): { row: number; col: number } | null {
  const col = window.col0 + Math.floor(x / size.w);
  const row = window.row0 + Math.floor(y / size.h);
  return x < 0 || y < 0 || col >= window.col1 || row >= window.row1 ? null : { row, col };
}

/** A window of at most `span` × `span` cells around a cell, kept inside the data. */
export function lensAround(data: HeatmapData, row: number, col: number, span: number): CellWindow {
  const place = (centre: number, total: number): [number, number] => {
    const size = Math.min(span, total);
    const start = Math.min(Math.max(0, Math.round(centre - size / 2)), total - size);
    return [start, start + size];
  };
  const [row0, row1] = place(row, data.rows);
  const [col0, col1] = place(col, data.cols);
  return { row0, row1, col0, col1 };
}

/**
 * Pixels of the window as RGBA, size.w × size.h device pixels a cell. Where several cells share a pixel the one of largest magnitude
 * is shown: an overview must not hide a spike. NaN stands for no value and is left transparent.
 */
export function paint(
  data: HeatmapData,
  window: CellWindow,
  size: { w: number; h: number },
  kind: ScaleKind,
  domain: readonly [number, number],
  scheme: Scheme,
): { width: number; height: number; pixels: Uint8ClampedArray<ArrayBuffer> } {
  const table = new Uint32Array(colourTable(kind, scheme).slice().buffer);
  const cols = window.col1 - window.col0;
  const rows = window.row1 - window.row0;
  const width = Math.max(1, Math.round(cols * size.w));
  const height = Math.max(1, Math.round(rows * size.h));
  const out = new Uint32Array(width * height);
  const grid = size.w >= GRID_FROM && size.h >= GRID_FROM;
  const spanX = spans(width, size.w, cols);
  const spanY = spans(height, size.h, rows);
  for (let y = 0; y < height; y++) {
    const [r0, r1] = spanY[y]!;
    const line = grid && (y + 1) % size.h === 0;
    if (y > 0 && r0 === spanY[y - 1]![0] && r1 === spanY[y - 1]![1] && !line) {
      out.copyWithin(y * width, (y - 1) * width, y * width); // the cells of the row above, further down
      continue;
    }
    for (let x = 0; x < width; x++) {
      if (grid && ((x + 1) % size.w === 0 || (y + 1) % size.h === 0)) continue; // transparent: the page shows through
      const [c0, c1] = spanX[x];
      let value = data.values[(window.row0 + r0) * data.cols + window.col0 + c0];
      for (let r = r0; r < r1; r++)
        for (let c = c0; c < c1; c++) {
          const v = data.values[(window.row0 + r) * data.cols + window.col0 + c];
          if (Math.abs(v) > Math.abs(value) || Number.isNaN(value)) value = v;
        }
      if (!Number.isNaN(value)) out[y * width + x] = table[colourIndex(value, domain)];
    }
  }
  return { width, height, pixels: new Uint8ClampedArray(out.buffer) };
}

/** For each pixel the cells [from, to) that it covers. */
function spans(pixels: number, size: number, cells: number): [number, number][] {
  return Array.from({ length: pixels }, (_, p) => {
    const from = Math.min(cells - 1, Math.floor(p / size));
    return [from, Math.min(cells, Math.max(from + 1, Math.ceil((p + 1) / size)))];
  });
}

export interface Extremes {
  readonly low: number;
  readonly high: number;
  /** Index of the value of largest magnitude, or -1 where none is finite. */
  readonly most: number;
}

/** Least and greatest of the finite values, and the index of the one farthest from zero. */
export function extremesOf(values: ArrayLike<number>): Extremes {
  let [low, high, most] = [Infinity, -Infinity, -1];
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (!Number.isFinite(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
    if (most < 0 || Math.abs(v) > Math.abs(values[most])) most = i;
  }
  return { low, high, most };
}

/** A matrix in a sentence: its size, its range, where its largest value stands. */
export function describeMatrix(
  data: HeatmapData,
  { low, high, most }: Extremes,
  rowName: (row: number) => string,
  colName: (col: number) => string,
  locale: string,
): string {
  const words = wordsOf(locale);
  const size = words.by(data.rows, data.cols);
  if (most < 0) return `${size}, ${words.empty}`;
  const where = `${rowName(Math.floor(most / data.cols))}, ${colName(most % data.cols)}`;
  const range = words.range(formatNumber(low, locale), formatNumber(high, locale));
  return `${size}, ${range}, ${words.largest(where, formatNumber(data.values[most], locale))}`;
}
