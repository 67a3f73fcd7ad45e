'use client';
import { type ReactNode, useMemo, useRef } from 'react';
import { domainOf, type ScaleKind } from './colour';
import { formatNumber } from './format';
import styles from './Heatmap.module.css';
import { HeatmapAxes } from './HeatmapAxes';
import { HeatmapCanvas } from './HeatmapCanvas';
import { layoutHeatmap } from './heatmap-layout';
import {
  type CellWindow,
  cellAt,
  describeMatrix,
  extremesOf,
  type HeatmapData,
  lensAround,
  wholeWindow,
} from './heatmap-pixels';
import { type Cell, moveInGrid } from './keys';
import { Legend } from './Legend';
import { useCursor } from './use-cursor';
import { useScheme } from './use-scheme';
import { useSize } from './use-size';
import { wordsOf } from './words';

export interface HeatmapProps {
  readonly data: HeatmapData;
  readonly kind: ScaleKind;
  /** What the values are, with unit: the accessible name, and the name of the legend. */
  readonly label: string;
  /** Full names, for the readout: 'token 3 “ball”'. */
  readonly rowName: (row: number) => string;
  readonly colName: (col: number) => string;
  /** Short names, written beside the rows and above the columns; their numbers if absent. */
  readonly rowLabel?: (row: number) => string;
  readonly colLabel?: (col: number) => string;
  /** Names of the axes. */
  readonly rowAxis: string;
  readonly colAxis: string;
  readonly locale: string;
  /** Fixed domain, to compare several maps on one scale; the data's own otherwise. */
  readonly domain?: readonly [number, number];
  /** The tensor that a cell comes from, with its indices in it: 'layers.3.mixer.delta[3, 17]'. */
  readonly source?: (cell: Cell) => string;
  /** The cell, row or column lit from elsewhere; null entries light a whole line. */
  readonly lit?: { readonly row: number | null; readonly col: number | null } | null;
  readonly onHover?: (cell: Cell | null) => void;
  readonly onSelect?: (cell: Cell) => void;
  /** CSS pixels; the cells are never taller. */
  readonly maxHeight?: number;
  readonly square?: 'few' | 'always' | 'never';
  readonly legend?: boolean;
  /** False where a value means nothing, above the diagonal of a causal matrix: it is not read out. */
  readonly has?: (cell: Cell) => boolean;
  readonly formatValue?: (value: number) => string;
}

/** From this many cells a side on, the whole is an overview and a lens shows the cells around the cursor one by one. */
const READABLE = 64;
const LENS = 24;
/** CSS pixels of a cell in the lens: LENS of them are as wide as its frame. */
const LENS_CELL = 8;

/**
 * A matrix as pixels on whole device pixels. Pointer or arrow keys choose a cell whose name, index and value are written below (and spoken,
 * by key); a map larger than 64 × 64 has a lens beside it.
 */
export function Heatmap(props: HeatmapProps) {
  const { data, kind, label, rowName, colName, locale, lit, maxHeight = 360, legend = true, has } = props;
  const words = wordsOf(locale);
  const scheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const { width, ratio } = useSize(box);
  const domain = useMemo(() => props.domain ?? domainOf(kind, data.values), [props.domain, kind, data]);
  const large = data.rows > READABLE || data.cols > READABLE;
  const view = wholeWindow(data);
  const format = props.formatValue ?? ((v: number) => formatNumber(v, locale));
  const layout = layoutHeatmap({
    width,
    maxHeight,
    ratio,
    window: view,
    rowLabel: props.rowLabel ?? String,
    colLabel: props.colLabel ?? String,
    rowAxis: props.rowAxis,
    colAxis: props.colAxis,
    ...(props.square ? { square: props.square } : {}),
  });
  const valueAt = (cell: Cell) => data.values[cell.row * data.cols + cell.col];
  const said = (cell: Cell) =>
    has && !has(cell)
      ? `${rowName(cell.row)}, ${colName(cell.col)}`
      : `${rowName(cell.row)}, ${colName(cell.col)}: ${format(valueAt(cell))}`;
  const extremes = useMemo(() => extremesOf(data.values), [data]);
  const under = (event: { clientX: number; clientY: number }): Cell | null => {
    const from = picture.current!.getBoundingClientRect();
    const [x, y] = [event.clientX - from.left - layout.left, event.clientY - from.top - layout.top];
    return cellAt(view, layout.cell, x * ratio, y * ratio);
  };
  const cursor = useCursor<Cell>({
    locate: under,
    label,
    locale,
    summary: describeMatrix(data, extremes, rowName, colName, locale),
    move: (event, at) => moveInGrid(event, at, data.rows, data.cols),
    describe: said,
    same: (a, b) => a.row === b.row && a.col === b.col,
    ...(props.onHover ? { onHover: props.onHover } : {}),
    ...(props.onSelect ? { onSelect: props.onSelect } : {}),
  });
  const { at } = cursor;
  const shown = at && !(has && !has(at)) ? valueAt(at) : null;
  const focus = at ?? (lit ? { row: lit.row ?? 0, col: lit.col ?? 0 } : { row: 0, col: 0 });
  const lens = large ? lensAround(data, focus.row, focus.col, LENS) : null;

  return (
    <div className={styles.heatmap}>
      <div className={styles.stage}>
        <div ref={box} className={styles.frame}>
          {/* The pointer is over the picture, the focus on it. */}
          <div
            ref={picture}
            className={styles.picture}
            style={{ width: layout.fullWidth, height: layout.fullHeight }}
            {...cursor.props}
          >
            {width > 0 && (
              <>
                <HeatmapCanvas
                  {...{ data, kind, domain, scheme, ratio }}
                  window={view}
                  cell={layout.cell}
                  left={layout.left}
                  top={layout.top}
                />
                <HeatmapAxes
                  {...{ layout, ratio, lens, lit, at }}
                  rowLabel={props.rowLabel ?? String}
                  colLabel={props.colLabel ?? String}
                  rowAxis={props.rowAxis}
                  colAxis={props.colAxis}
                />
              </>
            )}
          </div>
        </div>
        {lens && (
          <Lens
            {...{ data, kind, domain, scheme, ratio, lens, at }}
            caption={words.lens}
            rowName={rowName}
            colName={colName}
          />
        )}
      </div>
      <div className={styles.foot}>
        <Readout value={shown}>
          {at ? (
            <>
              <span>
                {`${rowName(at.row)} · ${colName(at.col)}`}
                {shown !== null && (
                  <>
                    {' = '}
                    <b title={String(shown)}>{format(shown)}</b>
                  </>
                )}
              </span>
              {props.source && <code>{props.source(at)}</code>}
            </>
          ) : (
            <span>{`${props.rowAxis} ${words.by(data.rows, data.cols)} ${props.colAxis}`}</span>
          )}
        </Readout>
        {legend && <Legend {...{ kind, domain, scheme, locale, label }} value={shown} />}
      </div>
      {cursor.spoken}
    </div>
  );
}

/** The line below, in which tests and eyes read the chosen value; all its digits in `data-value`. */
function Readout({ value, children }: { value: number | null; children: ReactNode }) {
  return (
    <div className={styles.readout} aria-hidden="true" data-value={value ?? undefined}>
      {children}
    </div>
  );
}

interface LensProps {
  readonly data: HeatmapData;
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  readonly scheme: 'light' | 'dark';
  readonly ratio: number;
  readonly lens: CellWindow;
  readonly at: Cell | null;
  readonly caption: string;
  readonly rowName: (row: number) => string;
  readonly colName: (col: number) => string;
}

/** The cells around the cursor, large enough to tell apart. */
function Lens({ data, kind, domain, scheme, ratio, lens, at, caption }: LensProps) {
  const side = Math.round(LENS_CELL * ratio);
  const css = side / ratio;
  return (
    <figure className={styles.lens} aria-hidden="true">
      <div style={{ width: (lens.col1 - lens.col0) * css, height: (lens.row1 - lens.row0) * css }}>
        <HeatmapCanvas {...{ data, kind, domain, scheme, ratio }} window={lens} cell={{ w: side, h: side }} />
        <svg width={LENS * css} height={LENS * css} aria-hidden="true">
          {at && (
            <rect
              className={styles.cursor}
              x={(at.col - lens.col0) * css}
              y={(at.row - lens.row0) * css}
              width={css}
              height={css}
            />
          )}
        </svg>
      </div>
      <figcaption>{`${caption}: ${lens.row0}–${lens.row1 - 1} × ${lens.col0}–${lens.col1 - 1}`}</figcaption>
    </figure>
  );
}
