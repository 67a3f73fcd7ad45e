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
export const MATRIX_LEFT = 216;
export const CHUNKS_LEFT = 480;
const WIDTH = 700;
const X = { x: 0, h: 74, y: 148 } as const;

/** The recurrence as a ladder of tokens, the matrix, and the matrix in blocks: rows stand at the same height in all three. */
export function ThreeViewsChart({ head, Q, lit, locale }: { head: Head; Q: number; lit: Pair | null; locale: Locale }) {
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
  const row = (t: number) => TOP + t * CELL;
  const path = (t: number) => lit !== null && t >= lit.j && t <= lit.i;
  const box = (left: number, t: number, value: number, colour: string, on: boolean) => (
    <g className={styles.cell} data-lit={on || undefined}>
      <rect x={left} y={row(t)} width={50} height={CELL - 6} rx={2} />
      <text x={left + 25} y={row(t) + 15} dy="0.35em" textAnchor="middle" fill={colour}>
        {show(value)}
      </text>
    </g>
  );
  const grid = (left: number, blocks: boolean) =>
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
            <rect x={left + j * CELL} y={row(i)} width={CELL - 2} height={CELL - 2} />
            {j <= i && (
              <text x={left + (j + 0.5) * CELL - 1} y={row(i) + 17} dy="0.35em" textAnchor="middle">
                {fraction(v)}
              </text>
            )}
          </g>
        );
      }),
    );
  return (
    <svg viewBox={`0 0 ${WIDTH} ${TOP + T * CELL + 24}`} className={figures.svg} aria-hidden="true">
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
                x={X.h + 62}
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
      <text x={MATRIX_LEFT} y={12} className={styles.heading}>
        {w.matrix}
      </text>
      <text x={CHUNKS_LEFT} y={12} className={styles.heading}>
        {w.chunks.replace('{Q}', String(Q))}
      </text>
      {[MATRIX_LEFT, CHUNKS_LEFT].map((left) =>
        head.x.map((_, j) => (
          <text
            key={`${left}-${j}`}
            x={left + (j + 0.5) * CELL - 1}
            y={TOP - 10}
            textAnchor="middle"
            className={figures.tick}
          >
            {j}
          </text>
        )),
      )}
      {grid(MATRIX_LEFT, false)}
      {grid(CHUNKS_LEFT, true)}
      {entering.map(
        (state, k) =>
          k > 0 && (
            <g key={k}>
              <line
                className={styles.cut}
                x1={CHUNKS_LEFT - 8}
                x2={CHUNKS_LEFT + T * CELL}
                y1={row(k * Q) - 1}
                y2={row(k * Q) - 1}
              />
              {Q > 1 && (
                <text x={CHUNKS_LEFT + T * CELL - 4} y={row(k * Q) - 7} textAnchor="end" fill="var(--sym-h)">
                  {k * Q <= T - 2 ? w.state.replace('{h}', show(state)) : ''}
                </text>
              )}
            </g>
          ),
      )}
    </svg>
  );
}
