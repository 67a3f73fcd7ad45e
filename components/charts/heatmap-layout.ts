/**
 * Where everything of a heatmap goes: how large its cells are, which rows and columns can carry their name, how much room the names take.
 * All in CSS pixels but the cells, which are whole device pixels.
 */
import { type CellWindow, cellSize } from './heatmap-pixels';
import { textWidth } from './scale';

export interface HeatmapSpace {
  /** Width to fill, and the most height the cells may take. */
  readonly width: number;
  readonly maxHeight: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly window: CellWindow;
  readonly rowLabel: (row: number) => string;
  readonly colLabel: (col: number) => string;
  /** Names of the axes; they stand above the names of rows and columns. */
  readonly rowAxis: string;
  readonly colAxis: string;
  /** Cells as squares whenever they are few; always, if 'always'. */
  readonly square?: 'few' | 'always' | 'never';
}

export interface HeatmapLayout {
  /** Device pixels of a cell. */
  readonly cell: { readonly w: number; readonly h: number };
  /** Of the map of cells. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Of the whole picture. */
  readonly fullWidth: number;
  readonly fullHeight: number;
  /** Rows and columns whose name is written. */
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  /** Names of columns are turned, because they are wider than their columns. */
  readonly turned: boolean;
}

/** Longest name that is written beside a row or above a column; longer ones are cut. */
const LONGEST = 12;
const LINE = 15;
const AXIS = 20;
/** Sine of the angle at which turned names stand. */
const SLOPE = Math.SQRT1_2;

export const cut = (label: string): string => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label);

export function layoutHeatmap(space: HeatmapSpace): HeatmapLayout {
  const { window, ratio, rowLabel, colLabel, square = 'few' } = space;
  const rows = window.row1 - window.row0;
  const cols = window.col1 - window.col0;
  const widest = (from: number, to: number, label: (i: number) => string) => {
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, textWidth(cut(label(i))));
    return most;
  };
  const rowRoom = widest(window.row0, window.row1, rowLabel);
  const colRoom = widest(window.col0, window.col1, colLabel);
  const left = Math.ceil(Math.max(rowRoom + 8, textWidth(space.rowAxis) + 20));
  const across = Math.max(32, space.width - left - 4);
  // Names that are wider than their column are turned, if a column is as wide as a line of text is high; else only some are written.
  const turned = (slot: number) =>
    colRoom > slot - 4 && slot >= LINE - 3 && !numeric(window.col0, window.col1, colLabel);
  const first = across / cols;
  const spill = turned(Math.min(first, space.maxHeight / rows)) ? colRoom * SLOPE : 0;
  const wide = Math.max(32, across - spill);
  const tall = rows * Math.min(24, square === 'never' ? 16 : wide / cols);
  const height = Math.min(space.maxHeight, Math.max(rows * 4, Math.min(tall, space.maxHeight), 48));
  const isSquare = square === 'always' || (square === 'few' && Math.max(rows, cols) <= 64);
  const limit = isSquare ? Math.min(wide, cols * 32) : wide;
  let cell = cellSize(window, limit * ratio, height * ratio, isSquare && Math.max(rows, cols) <= 64);
  if (square === 'always') {
    const side = Math.min(cell.w, cell.h);
    cell = { w: side, h: side };
  }
  const slot = { w: cell.w / ratio, h: cell.h / ratio };
  const isTurned = turned(slot.w);
  const colEvery = isTurned ? 1 : every(slot.w, colRoom + 10);
  const top = AXIS + (isTurned ? colRoom * SLOPE + 10 : LINE + 2);
  const [mapWidth, mapHeight] = [(cols * cell.w) / ratio, (rows * cell.h) / ratio];
  const rowEvery = every(slot.h, LINE - 2);
  return {
    cell,
    left,
    top: Math.ceil(top),
    width: mapWidth,
    height: mapHeight,
    fullWidth: Math.min(space.width, Math.ceil(left + mapWidth + (isTurned ? colRoom * SLOPE : 4))),
    fullHeight: Math.ceil(top + mapHeight + 2),
    rows: picks(window.row0, window.row1, rowEvery),
    cols: picks(window.col0, window.col1, colEvery),
    turned: isTurned,
  };
}

/** A round number of slots that gives `room` pixels to each label. */
function every(slot: number, room: number): number {
  const least = room / slot;
  for (let unit = 1; ; unit *= 10) for (const n of [1, 2, 5]) if (n * unit >= least) return n * unit;
}

const picks = (from: number, to: number, step: number): number[] => {
  const out: number[] = [];
  for (let i = Math.ceil(from / step) * step; i < to; i += step) out.push(i);
  return out;
};

/** Names that are only numbers can be left out between others: the reader counts on. */
const numeric = (from: number, to: number, label: (i: number) => string) =>
  [from, Math.floor((from + to) / 2), to - 1].every((i) => /^\d*$/.test(label(i)));
