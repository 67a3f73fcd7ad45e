import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { convolution, kernel, multiply, type Rule, recurrence, toeplitz } from './three-ways';
import { defineWords } from './words';

export const words = defineWords({
  en: {
    input: 'input x',
    recurrence: '1. recurrence: h, then y = c h',
    kernel: '2. convolution: the kernel, turned round, under x',
    matrix: '3. one matrix: row t holds the kernel',
    output: 'output y',
  },
  es: {
    input: 'entrada x',
    recurrence: '1. recurrencia: h y luego y = c h',
    kernel: '2. convolución: el núcleo, dado la vuelta, bajo x',
    matrix: '3. una matriz: la fila t contiene el núcleo',
    output: 'salida y',
  },
});

const CELL = 56;
const LEFT = 0;
/** Room for eight tokens and the answer. */
const WIDTH = LEFT + 8 * CELL + 8 + CELL + 12;
/** Where the recurrence begins, below the input. */
const TOP = 56;

/** The three computations of y_t side by side, with what enters y_t marked: drawn alike on the server and live. */
export function ThreeWaysChart({
  rule,
  x,
  t,
  locale,
  given = false,
}: {
  rule: Rule;
  x: readonly number[];
  t: number;
  locale: Locale;
  /** The input stands above the drawing already, in fields to write in. */
  given?: boolean;
}) {
  const w = words[locale];
  const n = x.length;
  const { h, y } = recurrence(rule, x);
  const k = kernel(rule, n);
  const m = toeplitz(rule, n);
  const turned = x.map((_, s) => (s <= t ? k[t - s]! : null));
  const answers = [y, convolution(rule, x), multiply(m, x)];
  const show = (v: number) => formatNumber(v, locale);
  const row = (values: readonly (number | null)[], top: number, colour: string, lit: (s: number) => boolean) =>
    values.map((v, s) => (
      <g
        key={s}
        transform={`translate(${LEFT + s * CELL},${top})`}
        data-lit={lit(s) || undefined}
        className={styles.cell}
      >
        <rect width={CELL - 4} height={28} rx={2} />
        {v !== null && (
          <text x={(CELL - 4) / 2} y={14} dy="0.35em" textAnchor="middle" fill={colour}>
            {show(v)}
          </text>
        )}
      </g>
    ));
  const answer = (which: number, top: number) => (
    <g transform={`translate(${LEFT + n * CELL + 8},${top})`} className={styles.cell} data-lit="true">
      <rect width={CELL + 12} height={28} rx={2} />
      <text x={(CELL + 12) / 2} y={14} dy="0.35em" textAnchor="middle" fill="var(--sym-y)">
        {show(answers[which]![t]!)}
      </text>
    </g>
  );
  const side = 18;
  return (
    <svg
      viewBox={`0 ${given ? TOP : 0} ${WIDTH} ${206 + n * side - (given ? TOP : 0)}`}
      className={styles.svg}
      aria-hidden="true"
    >
      {!given && (
        <>
          <text x={LEFT} y={12} className={styles.label}>
            {w.input}
          </text>
          {row(x, 18, 'var(--sym-x)', (s) => s <= t)}
        </>
      )}
      <text x={LEFT + n * CELL + 8} y={72} className={styles.label}>
        {w.output}
      </text>
      <text x={LEFT} y={72} className={styles.label}>
        {w.recurrence}
      </text>
      {row(h, 78, 'var(--sym-h)', (s) => s === t || s === t - 1)}
      {answer(0, 78)}
      <text x={LEFT} y={132} className={styles.label}>
        {w.kernel}
      </text>
      {row(turned, 138, 'var(--sym-C)', (s) => s <= t)}
      {answer(1, 138)}
      <text x={LEFT} y={192} className={styles.label}>
        {w.matrix}
      </text>
      {m.map((line, i) =>
        line.map((v, s) => (
          <rect
            key={`${i}-${s}`}
            x={LEFT + s * CELL}
            y={200 + i * side}
            width={CELL - 4}
            height={side - 3}
            fill="var(--sym-C)"
            fillOpacity={s <= i ? 0.08 + 0.72 * Math.min(1, Math.abs(v) / Math.max(1e-9, ...k.map(Math.abs))) : 0.02}
            stroke={i === t ? 'var(--ink)' : 'none'}
          />
        )),
      )}
      {answer(2, 200 + t * side - 6)}
    </svg>
  );
}
