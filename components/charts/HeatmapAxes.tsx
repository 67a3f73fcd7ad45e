import styles from './Heatmap.module.css';
import { cut, type HeatmapLayout } from './heatmap-layout';
import type { CellWindow } from './heatmap-pixels';
import type { Cell } from './keys';

export interface HeatmapAxesProps {
  readonly layout: HeatmapLayout;
  readonly ratio: number;
  readonly rowLabel: (row: number) => string;
  readonly colLabel: (col: number) => string;
  readonly rowAxis: string;
  readonly colAxis: string;
  readonly lens: CellWindow | null;
  readonly lit: { readonly row: number | null; readonly col: number | null } | null | undefined;
  readonly at: Cell | null;
  /** Only the cells on and below the diagonal are there. */
  readonly triangle: boolean;
  readonly marked?: (cell: Cell) => boolean;
}

/** Cells smaller than this bear no mark: it would hide them. */
const MARK = 7;

/** Names of rows and columns, the chosen cell and what is lit, drawn over and around the cells. */
export function HeatmapAxes(props: HeatmapAxesProps) {
  const { layout, ratio, rowLabel, colLabel, rowAxis, colAxis, lens, lit, at, triangle } = props;
  const { left, top, width, height } = layout;
  const [w, h] = [layout.cell.w / ratio, layout.cell.h / ratio];
  const [x, y] = [(col: number) => left + col * w, (row: number) => top + row * h];
  /** A rectangle around a cell, row or column, never thinner than can be seen. */
  const around = (row: number | null, col: number | null) => ({
    x: col === null ? left : x(col),
    y: row === null ? top : y(row),
    width: Math.max(2, col === null ? width : w),
    height: Math.max(2, row === null ? height : h),
  });
  const on = (own: number, chosen: number | null | undefined) => (own === chosen ? ` ${styles.on}` : '');
  const [row, col] = [at?.row ?? lit?.row, at?.col ?? lit?.col];
  // The name of the chosen row or column is written even where there is only room for some, in their place.
  const withChosen = (shown: readonly number[], chosen: number | null | undefined, slot: number, room: number) =>
    chosen === null || chosen === undefined || shown.includes(chosen)
      ? shown
      : [...shown.filter((i) => Math.abs(i - chosen) * slot >= room), chosen];
  const rows = withChosen(layout.rows, row, h, 14);
  const cols = withChosen(layout.cols, col, w, layout.turn === 0 ? 44 : 14);
  return (
    <svg width={layout.fullWidth} height={layout.fullHeight} aria-hidden="true">
      {rowAxis && (
        <text className={styles.axis} x={left - 8} y={top - 10} textAnchor="end">
          {`${rowAxis} ↓`}
        </text>
      )}
      <text className={styles.axis} x={left} y={12}>
        {`${colAxis} →`}
      </text>
      {rows.map((i) => (
        <text key={i} className={styles.tick + on(i, row)} x={left - 8} y={y(i) + h / 2 + 4} textAnchor="end">
          {cut(rowLabel(i), 'row')}
        </text>
      ))}
      {cols.map((i) => {
        const middle = x(i) + w / 2;
        const place =
          layout.turn === 0
            ? { x: middle, y: top - 6, textAnchor: 'middle' as const }
            : { transform: `translate(${middle + (layout.turn === -45 ? 2 : 4)} ${top - 6}) rotate(${layout.turn})` };
        return (
          <text key={i} className={styles.tick + on(i, col)} {...place}>
            {cut(colLabel(i), 'col')}
          </text>
        );
      })}
      {triangle ? (
        <path className={styles.edge} d={staircase(left, top, w, h, Math.round(height / h))} />
      ) : (
        <rect className={styles.edge} x={left - 0.5} y={top - 0.5} width={width + 1} height={height + 1} />
      )}
      {props.marked &&
        Math.min(w, h) >= MARK &&
        Array.from({ length: Math.round(height / h) * Math.round(width / w) }, (_, i) => {
          const cell = { row: Math.floor(i / Math.round(width / w)), col: i % Math.round(width / w) };
          return props.marked?.(cell) ? (
            <circle
              key={i}
              className={styles.mark}
              cx={x(cell.col) + w / 2}
              cy={y(cell.row) + h / 2}
              r={Math.min(w, h) / 5}
            />
          ) : null;
        })}
      {lens && (
        <rect
          className={styles.window}
          x={x(lens.col0)}
          y={y(lens.row0)}
          width={(lens.col1 - lens.col0) * w}
          height={(lens.row1 - lens.row0) * h}
        />
      )}
      {lit && <rect className={styles.lit} {...around(lit.row, lit.col)} />}
      {at && (
        <>
          <rect className={styles.halo} {...around(at.row, at.col)} />
          <rect className={styles.cursor} {...around(at.row, at.col)} />
        </>
      )}
    </svg>
  );
}

/** Outline of the cells on and below the diagonal, half a pixel outside them. */
function staircase(left: number, top: number, w: number, h: number, count: number): string {
  let path = `M${left - 0.5} ${top - 0.5}`;
  for (let i = 0; i < count; i++)
    path += `H${left + (i + 1) * w + 0.5}V${top + (i + 1) * h + (i + 1 < count ? -0.5 : 0.5)}`;
  return `${path}H${left - 0.5}Z`;
}
