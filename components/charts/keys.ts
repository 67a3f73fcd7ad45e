/** Where an arrow key leads, in a list and in a grid: pure, so that every chart moves alike. */

/** Cells that shift and an arrow, or page up and down, move at once. */
const LEAP = 10;

interface Key {
  readonly key: string;
  readonly shiftKey?: boolean;
}

/** The next index of a list, or undefined if the key means nothing here. `axis` says which arrows walk along it. */
export function moveInList(
  { key, shiftKey }: Key,
  at: number | null,
  count: number,
  axis: 'x' | 'y' = 'x',
): number | undefined {
  if (count === 0) return undefined;
  const step = shiftKey ? LEAP : 1;
  const [back, on] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const clamp = (i: number) => Math.min(count - 1, Math.max(0, i));
  if (key === back) return at === null ? count - 1 : clamp(at - step);
  if (key === on) return at === null ? 0 : clamp(at + step);
  if (key === 'PageUp') return clamp((at ?? 0) - LEAP);
  if (key === 'PageDown') return clamp((at ?? 0) + LEAP);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

export interface Cell {
  readonly row: number;
  readonly col: number;
}

/** The next cell of a grid. Home and end go along the row, with control to the corners. The first arrow of all lands on (0, 0). */
export function moveInGrid(
  event: Key & { readonly ctrlKey?: boolean; readonly metaKey?: boolean },
  at: Cell | null,
  rows: number,
  cols: number,
): Cell | undefined {
  const { key } = event;
  const known = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];
  if (!known.includes(key) || rows === 0 || cols === 0) return undefined;
  if (at === null) return { row: 0, col: 0 };
  const corner = event.ctrlKey || event.metaKey;
  if (key === 'Home') return { row: corner ? 0 : at.row, col: 0 };
  if (key === 'End') return { row: corner ? rows - 1 : at.row, col: cols - 1 };
  const horizontal = key === 'ArrowLeft' || key === 'ArrowRight';
  return horizontal
    ? { row: at.row, col: moveInList(event, at.col, cols, 'x')! }
    : { row: moveInList(event, at.row, rows, 'y')!, col: at.col };
}
