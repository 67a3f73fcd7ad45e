import { scaleLog } from 'd3-scale';
import type { Locale } from '../../i18n/locales';
import styles from '../figures.module.css';
import { defineWords } from '../words';
import { effective, openEnded, ranked, shortLength } from './claimed';

export const words = defineWords({
  en: { effective: 'effective', claimed: 'claimed', beyond: 'the table ends here', own: '*' },
  es: { effective: 'efectivo', claimed: 'anunciado', beyond: 'aquí acaba la tabla', own: '*' },
});

const [LEFT, ROW, TOP] = [136, 24, 40];

/** One line a model: a disc at its effective length under a threshold, a ring at the window that is claimed. */
export function ClaimedChart({
  threshold,
  locale,
  width: W = 576,
}: {
  threshold: number;
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
}) {
  const w = words[locale];
  const rows = ranked(threshold);
  const x = scaleLog([2048, 1.2e6], [LEFT, W - 20]);
  const end = TOP + rows.length * ROW;
  return (
    <svg viewBox={`0 0 ${W} ${end + 20}`} className={styles.svg} aria-hidden="true">
      <circle cx={6} cy={10} r="5" fill="var(--ink)" />
      <text x={16} y={14} className={styles.label}>
        {w.effective}
      </text>
      <circle cx={106} cy={10} r="5" fill="none" stroke="var(--ink-soft)" strokeWidth="2" />
      <text x={116} y={14} className={styles.label}>
        {w.claimed}
      </text>
      {[4096, 16384, 65536, 262144, 1048576].map((v) => (
        <g key={v} className={styles.axis}>
          <line x1={x(v)} x2={x(v)} y1={TOP - 8} y2={end} />
          <text x={x(v)} y={end + 14} textAnchor="middle">
            {shortLength(v)}
          </text>
        </g>
      ))}
      <line x1={x(131072)} x2={x(131072)} y1={TOP - 8} y2={end} stroke="var(--ink-soft)" strokeDasharray="3 3" />
      <text x={x(131072)} y={TOP - 12} textAnchor={W < 480 ? 'end' : 'middle'} className={styles.tick}>
        {w.beyond}
      </text>
      {rows.map((row, i) => {
        const y = TOP + (i + 0.5) * ROW;
        const length = effective(row, threshold);
        const at = length === 0 ? LEFT + 26 : x(length);
        return (
          <g key={row.name} data-model={row.name} data-effective={length}>
            <text x={LEFT - 10} y={y} dy="0.35em" textAnchor="end" className={styles.label}>
              {row.name}
              {row.own && w.own}
            </text>
            <line x1={at} x2={x(row.claimed)} y1={y} y2={y} stroke="var(--rule)" strokeWidth="2" />
            <circle cx={x(row.claimed)} cy={y} r="5" fill="var(--paper)" stroke="var(--ink-soft)" strokeWidth="2" />
            {length === 0 ? (
              <text x={LEFT - 2} y={y} dy="0.35em" fill="var(--ink)">
                {shortLength(0)}
              </text>
            ) : (
              <circle cx={at} cy={y} r="5" fill="var(--ink)" />
            )}
            {openEnded(row, threshold) && (
              <path d={`M${at + 9} ${y - 4}l5 4l-5 4`} fill="none" stroke="var(--ink)" strokeWidth="2" />
            )}
          </g>
        );
      })}
      <text x={LEFT - 10} y={end + 14} textAnchor="end" className={styles.tick}>
        tokens
      </text>
    </svg>
  );
}
