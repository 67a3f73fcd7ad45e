import { formatNumber } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import figures from '../figures.module.css';
import { defineWords } from '../words';
import { type Phase, type Round, roundsOf, type Step, type Way } from './rounds';
import styles from './scan.module.css';

export const words = defineWords<Phase | 'steps'>({
  en: {
    steps: 'the steps',
    loop: 'loop',
    reach: 'look back',
    up: 'up',
    down: 'down',
    own: 'own step',
    inside: 'inside',
    pass: 'pass on',
    again: 'again',
  },
  es: {
    steps: 'los pasos',
    loop: 'bucle',
    reach: 'mira atrás',
    up: 'sube',
    down: 'baja',
    own: 'paso propio',
    inside: 'dentro',
    pass: 'se pasan',
    again: 'otra vez',
  },
});

const LEFT = 76;
const CELL = 62;
const ROW = 54;
const HIGH = 36;

/** Steps as cards, one row per round; lines lead from what is combined. Rows after `shown` are still empty. */
export function RoundsChart({
  way,
  steps,
  chunk,
  shown,
  locale,
}: {
  way: Way;
  steps: readonly Step[];
  chunk: number;
  shown: number;
  locale: Locale;
}) {
  const w = words[locale];
  const rounds = roundsOf(way, steps, chunk);
  const rows: (Pick<Round, 'moves' | 'values'> & { label: string })[] = [
    { label: w.steps, moves: [], values: steps },
    ...rounds.map((round) => ({ ...round, label: w[round.phase] })),
  ];
  const x = (i: number) => LEFT + (i + 0.5) * CELL;
  const height = rows.length * ROW;
  const show = (v: number) => formatNumber(v, locale);
  // Halves of halves are told apart as fractions, and fit.
  const factor = (v: number) =>
    v !== 0 && v < 1 && Number.isInteger(1 / v) ? `1/${1 / v}` : formatNumber(v, locale, 2);
  return (
    <svg viewBox={`0 0 ${LEFT + steps.length * CELL + 4} ${height}`} className={figures.svg} aria-hidden="true">
      {way === 'chunks' &&
        steps.map(
          (_, i) =>
            i > 0 &&
            i % chunk === 0 && (
              <line key={i} className={styles.border} x1={x(i - 0.5)} x2={x(i - 0.5)} y1={0} y2={height - ROW + HIGH} />
            ),
        )}
      {rows.map(({ label, moves, values }, r) => {
        const seen = r <= shown;
        const top = r * ROW;
        const touched = new Set(moves.map(({ to }) => to));
        return (
          <g key={r}>
            <text x={0} y={top + HIGH / 2} dy="0.35em" className={figures.label} opacity={seen ? 1 : 0.4}>
              {label}
            </text>
            {seen &&
              moves.flatMap(({ to, from, combines }) =>
                from.map((i) => (
                  <line
                    key={`${to}-${i}`}
                    className={styles.link}
                    data-hands-on={!combines || undefined}
                    data-now={r === shown || undefined}
                    x1={x(i)}
                    y1={top - ROW + HIGH}
                    x2={x(to)}
                    y2={top}
                  />
                )),
              )}
            {values.map(({ a, b }, i) => (
              <g
                key={i}
                className={styles.card}
                data-empty={!seen || undefined}
                data-touched={touched.has(i) || undefined}
              >
                <rect x={x(i) - CELL / 2 + 2} y={top} width={CELL - 4} height={HIGH} rx={3} />
                {seen && (
                  <>
                    <text x={x(i)} y={top + 15} textAnchor="middle" fill="var(--sym-A)">
                      ×{factor(a)}
                    </text>
                    <text x={x(i)} y={top + 30} textAnchor="middle" fill="var(--sym-B)">
                      {b < 0 ? show(b) : `+${show(b)}`}
                    </text>
                  </>
                )}
              </g>
            ))}
          </g>
        );
      })}
    </svg>
  );
}
