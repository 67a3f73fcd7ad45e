import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { superposition, type Update } from './superposition';
import { defineWords } from './words';

export const words = defineWords({
  en: {
    tanh: 'tanh in the update (claim 3)',
    linear: 'linear update, gates fixed',
    reading: 'linear update, gates that read',
    added: 'y(x₁) + y(x₂)',
    together: 'y(x₁ + x₂)',
    gap: 'largest difference {gap}',
  },
  es: {
    tanh: 'tanh en la actualización (afirmación 3)',
    linear: 'actualización lineal, compuertas fijas',
    reading: 'actualización lineal, compuertas que leen',
    added: 'y(x₁) + y(x₂)',
    together: 'y(x₁ + x₂)',
    gap: 'mayor diferencia {gap}',
  },
});

const H = 132;

/** Rounding, as zero: sums of a few numbers of size 1 in double precision. */
const shownGap = (gap: number, locale: Locale) => formatNumber(gap < 1e-12 ? 0 : gap, locale);

/** One update: bars for the two outputs added, dots for the output of the sum. */
export function SuperpositionChart({
  update,
  x1,
  x2,
  locale,
  width: W = 576,
  left = 0,
  named = true,
}: {
  update: Update;
  x1: readonly number[];
  x2: readonly number[];
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
  /** Where the first bar’s place begins. */
  left?: number;
  /** The name of the update and the difference, where nothing else says them. */
  named?: boolean;
}) {
  const w = words[locale];
  const { added, together, gap } = superposition(x1, x2, update);
  const all = [0, ...added, ...together];
  const y = scaleLinear([Math.min(...all), Math.max(...all)], [H - 8, named ? 32 : 8]);
  const cell = (W - left) / added.length;
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={styles.svg} aria-hidden="true">
      {named && (
        <>
          <text x={0} y={14} className={styles.label}>
            {w[update]}
          </text>
          <text x={W} y={14} textAnchor="end" className={styles.label}>
            {w.gap.replace('{gap}', shownGap(gap, locale))}
          </text>
        </>
      )}
      <line x1={left} x2={W} y1={y(0)} y2={y(0)} stroke="var(--rule)" />
      {added.map((v, t) => (
        <g key={t}>
          <rect
            x={left + t * cell + cell / 4}
            width={cell / 2}
            y={Math.min(y(0), y(v))}
            height={Math.abs(y(v) - y(0))}
            fill="var(--sym-y)"
            fillOpacity={0.5}
          />
          <circle cx={left + (t + 0.5) * cell} cy={y(together[t]!)} r={5} fill="var(--ink)" />
        </g>
      ))}
    </svg>
  );
}
