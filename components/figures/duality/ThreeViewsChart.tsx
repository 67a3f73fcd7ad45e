import { formatNumber } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import figures from '../figures.module.css';
import { defineWords } from '../words';
import styles from './duality.module.css';
import { chunks, type Head, matrix, recurrence } from './three-views';

const words = defineWords({
  en: { recurrence: 'recurrence', matrix: 'matrix', chunks: 'chunks of {Q}', state: 'state in: {h}' },
  es: { recurrence: 'recurrencia', matrix: 'matriz', chunks: 'fragmentos de {Q}', state: 'estado: {h}' },
});

/** A pair of tokens: what i takes from j. */
export interface Pair {
  readonly i: number;
  readonly j: number;
}

export const CELL = 36;
export const TOP = 44;
const X = { x: 0, h: 74, y: 166 } as const;

/** Where the two triangles begin: beside each other, or the one in blocks below where there is no room for three. */
export function placesOf(T: number, narrow: boolean) {
  const matrix = { left: 236, top: TOP };
  const high = TOP + T * CELL + 24;
  return narrow
    ? { matrix, chunks: { left: 236, top: high + TOP }, width: 236 + T * CELL, height: 2 * high }
    : { matrix, chunks: { left: 484, top: TOP }, width: 484 + T * CELL + 4, height: high };
}

/** The recurrence as a ladder of tokens, the matrix, and the matrix in blocks: rows stand at the same height in all three. */
export function ThreeViewsChart({
  head,
  Q,
  lit,
  locale,
  narrow = false,
}: {
  head: Head;
  Q: number;
  lit: Pair | null;
  locale: Locale;
  narrow?: boolean;
}) {
  const w = words[locale];
  const T = head.x.length;
  const { h, y } = recurrence(head);
  const M = matrix(head);
  const { entering } = chunks(head, Q);
  const show = (v: number) => formatNumber(v, locale);
  // Halves of halves are told apart as fractions, and fit.
  const fraction = (v: number) => {
    const over = 1 / Math.abs(v);
    return v !== 0 && over > 1 && Number.isInteger(over) ? `${v < 0 ? '−' : ''}1/${over}` : show(v);
  };
  const places = placesOf(T, narrow);
  const row = (t: number, top = TOP) => top + t * CELL;
  const path = (t: number) => lit !== null && t >= lit.j && t <= lit.i;
  const box = (left: number, t: number, value: number, colour: string, on: boolean) => (
    <g className={styles.cell} data-lit={on || undefined}>
      <rect x={left} y={row(t)} width={50} height={CELL - 6} rx={2} />
      <text x={left + 25} y={row(t) + 15} dy="0.35em" textAnchor="middle" fill={colour}>
        {show(value)}
      </text>
    </g>
  );
  const grid = ({ left, top }: { left: number; top: number }, blocks: boolean) =>
    M.flatMap((line, i) =>
      line.map((v, j) => {
        const inside = Math.floor(i / Q) === Math.floor(j / Q);
        return (
          <g
            key={`${i}-${j}`}
            className={styles.square}
            data-future={j > i || undefined}
            data-block={blocks && j <= i ? (inside ? 'inside' : 'through') : undefined}
            data-lit={(lit && lit.i === i && lit.j === j) || undefined}
          >
            <rect x={left + j * CELL} y={row(i, top)} width={CELL - 2} height={CELL - 2} />
            {j <= i && (
              <text x={left + (j + 0.5) * CELL - 1} y={row(i, top) + 17} dy="0.35em" textAnchor="middle">
                {fraction(v)}
              </text>
            )}
          </g>
        );
      }),
    );
  return (
    <svg viewBox={`0 0 ${places.width} ${places.height}`} className={figures.svg} aria-hidden="true">
      <text x={0} y={12} className={styles.heading}>
        {w.recurrence}
      </text>
      {(['x', 'h', 'y'] as const).map((name) => (
        <text key={name} x={X[name] + 25} y={TOP - 10} textAnchor="middle" fill={`var(--sym-${name})`}>
          {name}
        </text>
      ))}
      {head.x.map((v, t) => (
        <g key={t}>
          {t > 0 && (
            <>
              <line
                className={styles.wire}
                data-lit={(lit !== null && t > lit.j && t <= lit.i) || undefined}
                x1={X.h + 8}
                x2={X.h + 8}
                y1={row(t) - 6}
                y2={row(t)}
              />
              <text
                x={X.h + 71}
                y={row(t) - 3}
                dy="0.35em"
                textAnchor="middle"
                fill="var(--sym-A)"
                className={styles.factor}
              >
                ×{fraction(head.a[t]!)}
              </text>
            </>
          )}
          <line
            className={styles.wire}
            data-lit={lit?.j === t || undefined}
            x1={50}
            x2={X.h}
            y1={row(t) + 15}
            y2={row(t) + 15}
          />
          <line
            className={styles.wire}
            data-lit={lit?.i === t || undefined}
            x1={X.h + 50}
            x2={X.y}
            y1={row(t) + 15}
            y2={row(t) + 15}
          />
          {box(X.x, t, v, 'var(--sym-x)', lit?.j === t)}
          {box(X.h, t, h[t]!, 'var(--sym-h)', path(t))}
          {box(X.y, t, y[t]!, 'var(--sym-y)', lit?.i === t)}
        </g>
      ))}
      <text x={places.matrix.left} y={12} className={styles.heading}>
        {w.matrix}
      </text>
      <text x={places.chunks.left} y={places.chunks.top - TOP + 12} className={styles.heading}>
        {w.chunks.replace('{Q}', String(Q))}
      </text>
      {[places.matrix, places.chunks].map(({ left, top }) =>
        head.x.map((_, j) => (
          <text
            key={`${left}-${top}-${j}`}
            x={left + (j + 0.5) * CELL - 1}
            y={top - 10}
            textAnchor="middle"
            className={figures.tick}
          >
            {j}
          </text>
        )),
      )}
      {grid(places.matrix, false)}
      {grid(places.chunks, true)}
      {entering.map(
        (state, k) =>
          k > 0 && (
            <g key={k}>
              <line
                className={styles.cut}
                x1={places.chunks.left - 8}
                x2={places.chunks.left + T * CELL}
                y1={row(k * Q, places.chunks.top) - 1}
                y2={row(k * Q, places.chunks.top) - 1}
              />
              {Q > 1 && (
                <text
                  x={places.chunks.left + T * CELL - 4}
                  y={row(k * Q, places.chunks.top) - 7}
                  textAnchor="end"
                  fill="var(--sym-h)"
                >
                  {k * Q <= T - 2 ? w.state.replace('{h}', show(state)) : ''}
                </text>
              )}
            </g>
          ),
      )}
    </svg>
  );
}
