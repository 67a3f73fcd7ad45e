/**
 * Where everything of a heatmap goes: how large its cells are, which rows and columns can carry their name, how much room the names take,
 * whether a lens is needed. All in CSS pixels but the cells, which are whole device pixels.
 */
import { type CellWindow, cellSize } from './heatmap-pixels';
import { textWidth } from './scale';

export interface HeatmapSpace {
  /** Width to fill, and the most height the cells may take. */
  readonly width: number;
  readonly maxHeight: number;
  /** The largest side of a square cell. */
  readonly most?: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly window: CellWindow;
  readonly rowLabel: (row: number) => string;
  readonly colLabel: (col: number) => string;
  /** Name of the axis down the side; it stands above the names of the rows. */
  readonly rowAxis: string;
  /** Cells as squares: where they are few (64 a side), always, or never. */
  readonly square?: 'few' | 'always' | 'never';
}

export interface HeatmapLayout {
  /** Device pixels of a cell. */
  readonly cell: { readonly w: number; readonly h: number };
  /** Place and size of the map of cells. */
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
  /** Degrees by which names of columns are turned, because they are wider than their columns. */
  readonly turn: 0 | -45 | -90;
}

/** Longest name that is written beside a row, and above a column; longer ones are cut. */
const LONGEST = { row: 18, col: 12 };
/** Least distance of the base lines of two names. */
const LINE = 14;
const AXIS = 20;
/** Cells no larger than these. */
const MOST = 24;

export const cut = (label: string, of: keyof typeof LONGEST): string =>
  label.length > LONGEST[of] ? `${label.slice(0, LONGEST[of] - 1)}…` : label;

/** Sizes of cells, margins and legend, in pixels, for the window of rows and columns in view. */
export function layoutHeatmap(space: HeatmapSpace): HeatmapLayout {
  const { window, ratio, rowLabel, colLabel, square = 'few' } = space;
  const rows = window.row1 - window.row0;
  const cols = window.col1 - window.col0;
  const rowRoom = widest(window.row0, window.row1, rowLabel, 'row');
  const colRoom = widest(window.col0, window.col1, colLabel, 'col');
  const { most = MOST } = space;
  const numbers = isNumeric(window.col0, window.col1, colLabel);
  const left = Math.ceil(Math.max(rowRoom + 12, textWidth(space.rowAxis) + 24));
  const isSquare = square === 'always' || (square === 'few' && Math.max(rows, cols) <= 64);
  /** Names stand level where they fit, lean where a line of text fits in a column, stand upright where they must. */
  const turnAt = (slot: number): 0 | -45 | -90 => {
    if (numbers || colRoom <= slot - 4) return 0;
    return slot >= LINE * Math.SQRT2 - 2 ? -45 : -90;
  };
  const fitted = (spill: number) => {
    const wide = Math.max(32, space.width - left - 4 - spill);
    const high = Math.min(space.maxHeight, isSquare ? rows * most : Math.max(rows * 4, rows * 16));
    const fit = cellSize(window, (isSquare ? Math.min(wide, cols * most) : wide) * ratio, high * ratio, isSquare);
    const side = Math.min(fit.w, fit.h);
    return square === 'always' ? { w: side, h: side } : fit;
  };
  // Leaning names reach out over the right edge by as much as they rise.
  let cell = fitted(0);
  if (turnAt(cell.w / ratio) === -45) cell = fitted(colRoom * Math.SQRT1_2);
  const slot = { w: cell.w / ratio, h: cell.h / ratio };
  const turn = turnAt(slot.w);
  const spill = turn === -45 ? colRoom * Math.SQRT1_2 : 4;
  const rise = turn === 0 ? LINE + 2 : turn === -45 ? colRoom * Math.SQRT1_2 + 12 : colRoom + 8;
  const [mapWidth, mapHeight] = [cols * slot.w, rows * slot.h];
  return {
    cell,
    left,
    top: Math.ceil(AXIS + rise),
    width: mapWidth,
    height: mapHeight,
    fullWidth: Math.max(0, Math.min(space.width, Math.ceil(left + mapWidth + spill))),
    fullHeight: Math.ceil(AXIS + rise + mapHeight + 2),
    rows: picks(window.row0, window.row1, every(slot.h, LINE)),
    cols: picks(window.col0, window.col1, every(slot.w, turn === 0 ? colRoom + 10 : LINE)),
    turn,
  };
}

/** Cells smaller than this cannot be told apart or pointed at. */
const READABLE = 6;
/** More cells a side than this, and the whole may need a lens. */
const MANY = 64;

export function needsLens(layout: HeatmapLayout, ratio: number, rows: number, cols: number): boolean {
  const small = Math.min(layout.cell.w, layout.cell.h) / ratio < READABLE;
  return (rows > MANY || cols > MANY) && small;
}

function widest(from: number, to: number, label: (i: number) => string, of: keyof typeof LONGEST): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, textWidth(cut(label(i), of)));
  return most;
}

/** A round number of slots that gives `room` pixels to each label. */
function every(slot: number, room: number): number {
  const least = room / slot - 0.05;
  for (let unit = 1; ; unit *= 10) for (const n of [1, 2, 5]) if (n * unit >= least) return n * unit;
}

function picks(from: number, to: number, step: number): number[] {
  const out: number[] = [];
  for (let i = Math.ceil(from / step) * step; i < to; i += step) out.push(i);
  return out;
}

/** Names that are only numbers can be left out between others: the reader counts on. They are never turned. */
const isNumeric = (from: number, to: number, label: (i: number) => string) =>
  [from, (from + to) >> 1, to - 1].every((i) => /^\d*$/.test(label(i)));
