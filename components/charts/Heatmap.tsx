'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { domainOf, type ScaleKind } from './colour';
import { formatNumber } from './format';
import styles from './Heatmap.module.css';
import { type CellWindow, cellAt, cellSize, type HeatmapData, lensAround, paint, wholeWindow } from './heatmap-pixels';
import { Legend } from './Legend';
import { useScheme } from './use-scheme';
import { useSize } from './use-size';

export interface Cell {
  readonly row: number;
  readonly col: number;
}

export interface HeatmapProps {
  readonly data: HeatmapData;
  readonly kind: ScaleKind;
  /** What the values are, with unit: the accessible name, and the title of the legend. */
  readonly label: string;
  readonly rowName: (row: number) => string;
  readonly colName: (col: number) => string;
  /** Names of the axes, written beside them. */
  readonly rowAxis: string;
  readonly colAxis: string;
  readonly locale: string;
  /** Fixed domain, to compare several maps on one scale; the data's own otherwise. */
  readonly domain?: readonly [number, number];
  /** The cell, row or column lit from elsewhere; null entries light a whole line. */
  readonly lit?: { readonly row: number | null; readonly col: number | null } | null;
  readonly onHover?: (cell: Cell | null) => void;
  readonly onSelect?: (cell: Cell) => void;
  /** CSS pixels; the map is never taller. */
  readonly maxHeight?: number;
  readonly legend?: boolean;
}

/** Cells per side that the lens shows of a map too large to read cell by cell. */
const LENS = 32;
const READABLE = 64;

/**
 * A matrix as pixels on whole device pixels. Pointer or arrow keys choose a cell whose name, index and value are written below and
 * spoken; a map larger than 64 × 64 gets a lens (key `z`) onto the cells around the cursor.
 */
export function Heatmap(props: HeatmapProps) {
  const { data, kind, label, rowName, colName, locale, lit, onHover, onSelect, maxHeight = 360, legend = true } = props;
  const scheme = useScheme();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, ratio } = useSize(frame);
  const readout = useId();
  const [cursor, setCursor] = useState<Cell | null>(null);
  const [lens, setLens] = useState<CellWindow | null>(null);
  const domain = useMemo(() => props.domain ?? domainOf(kind, data.values), [props.domain, kind, data]);
  const large = data.rows > READABLE || data.cols > READABLE;
  const view = lens && large ? lens : wholeWindow(data);
  const rows = view.row1 - view.row0;
  const cols = view.col1 - view.col0;
  const natural = Math.min(maxHeight, Math.max(rows * 4, Math.min(rows * 20, (width * rows) / Math.max(1, cols))));
  const size = cellSize(view, width * ratio, natural * ratio, true);

  useEffect(() => {
    const element = canvas.current;
    if (!element || width === 0) return;
    const picture = paint(data, view, size, kind, domain, scheme);
    element.width = picture.width;
    element.height = picture.height;
    element.style.width = `${picture.width / ratio}px`;
    element.style.height = `${picture.height / ratio}px`;
    element.getContext('2d')!.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  });

  const choose = (cell: Cell | null) => {
    setCursor(cell);
    onHover?.(cell);
  };
  const point = (event: PointerEvent): Cell | null => {
    const box = canvas.current!.getBoundingClientRect();
    return cellAt(view, size, (event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = cursor ?? { row: view.row0, col: view.col0 };
    const step = event.shiftKey ? 10 : 1;
    const moves: Record<string, [number, number]> = {
      ArrowUp: [-step, 0],
      ArrowDown: [step, 0],
      ArrowLeft: [0, -step],
      ArrowRight: [0, step],
      Home: [0, -data.cols],
      End: [0, data.cols],
    };
    const move = moves[event.key];
    if (move) {
      const next = cursor ? { row: clamp(at.row + move[0], data.rows), col: clamp(at.col + move[1], data.cols) } : at;
      choose(next);
      if (lens) setLens(lensAround(data, next.row, next.col, LENS));
    } else if (event.key === 'Enter' || event.key === ' ') onSelect?.(at);
    else if (event.key === 'z' && large) setLens(lens ? null : lensAround(data, at.row, at.col, LENS));
    else if (event.key === 'Escape' && lens) setLens(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const value = cursor && data.values[cursor.row * data.cols + cursor.col];
  const mark = (cell: { row: number | null; col: number | null }) => ({
    left: ((cell.col === null ? 0 : cell.col - view.col0) * size.w) / ratio,
    top: ((cell.row === null ? 0 : cell.row - view.row0) * size.h) / ratio,
    width: ((cell.col === null ? cols : 1) * size.w) / ratio,
    height: ((cell.row === null ? rows : 1) * size.h) / ratio,
  });
  const inView = (cell: { row: number | null; col: number | null }) =>
    (cell.row === null || (cell.row >= view.row0 && cell.row < view.row1)) &&
    (cell.col === null || (cell.col >= view.col0 && cell.col < view.col1));

  return (
    <div className={styles.heatmap}>
      <div
        ref={frame}
        className={styles.frame}
        role="application"
        aria-label={label}
        aria-describedby={readout}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the grid of cells is walked with the arrow keys
        tabIndex={0}
        onKeyDown={onKey}
        onPointerMove={(event) => choose(point(event))}
        onPointerLeave={() => choose(null)}
        onClick={(event) => {
          const cell = point(event as unknown as PointerEvent);
          if (cell) onSelect?.(cell);
        }}
      >
        <div className={styles.picture}>
          <canvas ref={canvas} />
          {lit && inView(lit) && <span className={styles.lit} style={mark(lit)} />}
          {cursor && inView(cursor) && <span className={styles.cursor} style={mark(cursor)} />}
        </div>
      </div>
      <div className={styles.foot}>
        <output
          id={readout}
          className={styles.readout}
          aria-live="polite"
          data-value={value ?? undefined}
          title={value === null ? undefined : String(value)}
        >
          {cursor
            ? `${rowName(cursor.row)} · ${colName(cursor.col)} = ${formatNumber(value!, locale)}`
            : `${props.rowAxis} ${data.rows} × ${props.colAxis} ${data.cols}`}
        </output>
        {legend && <Legend kind={kind} domain={domain} scheme={scheme} locale={locale} label={label} />}
      </div>
    </div>
  );
}

const clamp = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));
