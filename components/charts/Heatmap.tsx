'use client';
import { useMemo, useRef } from 'react';
import { domainOf, type ScaleKind } from './colour';
import { formatNumber } from './format';
import styles from './Heatmap.module.css';
import { HeatmapAxes } from './HeatmapAxes';
import { HeatmapCanvas } from './HeatmapCanvas';
import { HeatmapLens, LENS, LENS_SPACE } from './HeatmapLens';
import { layoutHeatmap, needsLens } from './heatmap-layout';
import { cellAt, describeMatrix, extremesOf, type HeatmapData, lensAround, wholeWindow } from './heatmap-pixels';
import { type Cell, moveInGrid } from './keys';
import { Legend } from './Legend';
import { useHeight } from './room';
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
  /** Cells that bear a mark: what was chosen among them. */
  readonly marked?: (cell: Cell) => boolean;
  /** Outline only the cells on and below the diagonal. */
  readonly triangle?: boolean;
  readonly formatValue?: (value: number) => string;
}

/** Below this width the lens stands under the map, not beside it. */
const NARROW = 560;

/**
 * A matrix as pixels on whole device pixels. Pointer or arrow keys choose a cell whose name, index and value are written below (and spoken,
 * by key); a map with more cells than can be told apart has a lens beside it.
 */
export function Heatmap(props: HeatmapProps) {
  const { data, kind, label, rowName, colName, locale, lit, legend = true, has } = props;
  const maxHeight = useHeight(props.maxHeight ?? 360);
  // On a full screen a small matrix may grow.
  const most = useHeight(0) > 0 ? 64 : 24;
  const { rowLabel = String, colLabel = String, triangle = false } = props;
  const words = wordsOf(locale);
  const scheme = useScheme();
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const { width, ratio } = useSize(stage);
  const domain = useMemo(() => props.domain ?? domainOf(kind, data.values), [props.domain, kind, data]);
  const extremes = useMemo(() => extremesOf(data.values), [data]);
  const view = wholeWindow(data);
  const space = { width, maxHeight, most, ratio, window: view, rowLabel, colLabel, rowAxis: props.rowAxis };
  const layoutIn = (room: number) =>
    layoutHeatmap({ ...space, width: room, ...(props.square ? { square: props.square } : {}) });
  const alone = layoutIn(width);
  const large = width > 0 && needsLens(alone, ratio, data.rows, data.cols);
  const layout = large && width >= NARROW ? layoutIn(width - LENS_SPACE) : alone;

  const format = props.formatValue ?? ((v: number) => formatNumber(v, locale));
  const valueAt = (cell: Cell) => (has && !has(cell) ? null : data.values[cell.row * data.cols + cell.col]);
  const said = (cell: Cell) => {
    const value = valueAt(cell);
    return `${rowName(cell.row)}, ${colName(cell.col)}${value === null ? '' : `: ${format(value)}`}`;
  };
  const under = (event: { clientX: number; clientY: number }): Cell | null => {
    const from = picture.current!.getBoundingClientRect();
    const [x, y] = [event.clientX - from.left - layout.left, event.clientY - from.top - layout.top];
    return cellAt(view, layout.cell, x * ratio, y * ratio);
  };
  const cursor = useCursor<Cell>({
    label,
    locale,
    summary: describeMatrix(data, extremes, rowName, colName, locale),
    locate: under,
    move: (event, at) => moveInGrid(event, at, data.rows, data.cols),
    describe: said,
    same: (a, b) => a.row === b.row && a.col === b.col,
    ...(props.onHover ? { onHover: props.onHover } : {}),
    ...(props.onSelect ? { onSelect: props.onSelect } : {}),
  });
  const { at } = cursor;
  const shown = at && valueAt(at);
  const lens = large ? lensAround(data, at?.row ?? lit?.row ?? 0, at?.col ?? lit?.col ?? 0, LENS) : null;
  const map = { data, kind, domain, scheme, ratio };

  return (
    <div className={styles.heatmap}>
      <div ref={stage} className={styles.stage}>
        <div
          ref={picture}
          className={styles.picture}
          style={{ width: layout.fullWidth, height: layout.fullHeight }}
          {...cursor.props}
        >
          {width > 0 && (
            <>
              <HeatmapCanvas {...map} window={view} cell={layout.cell} left={layout.left} top={layout.top} />
              <HeatmapAxes
                {...{ layout, ratio, rowLabel, colLabel, lens, lit, at, triangle }}
                {...(props.marked ? { marked: props.marked } : {})}
                rowAxis={props.rowAxis}
                colAxis={props.colAxis}
              />
            </>
          )}
        </div>
        {lens && (
          <HeatmapLens
            {...map}
            window={lens}
            at={at}
            caption={words.lens(lens.row0, lens.row1 - 1, lens.col0, lens.col1 - 1)}
          />
        )}
      </div>
      <div className={styles.foot}>
        {legend && <Legend {...{ kind, domain, scheme, locale, label }} value={shown} />}
        {/* All digits of the chosen value for tests and for the curious; three for all others. */}
        <div className={styles.readout} aria-hidden="true" data-value={shown ?? undefined}>
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
              {props.source && shown !== null && <code>{props.source(at)}</code>}
            </>
          ) : (
            <span>
              {props.rowAxis && `${props.rowAxis} × ${props.colAxis}: `}
              {words.by(data.rows, data.cols)}
            </span>
          )}
        </div>
      </div>
      {cursor.spoken}
    </div>
  );
}
