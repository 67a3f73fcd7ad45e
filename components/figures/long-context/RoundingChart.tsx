import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import styles from '../figures.module.css';
import { steps } from './rounding';

const H = 190;
const LEFT = 56;

/** Weights of one row as rings and their rounded values as dots, on the steps that the scale leaves. */
export function RoundingChart({
  row,
  rounded,
  scale,
  bits,
  locale,
  width: W = 576,
}: {
  row: readonly number[];
  rounded: readonly number[];
  scale: number;
  bits: number;
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
}) {
  const most = Math.max(...row.map(Math.abs), ...rounded.map(Math.abs)) * 1.08;
  const y = scaleLinear([-most, most], [H - 8, 8]);
  const cell = (W - LEFT) / row.length;
  const levels = Array.from({ length: 2 * steps(bits) + 1 }, (_, i) => (i - steps(bits)) * scale).filter(
    (v) => Math.abs(v) <= most,
  );
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={styles.svg} aria-hidden="true">
      {levels.length <= 64 &&
        levels.map((v) => <line key={v} x1={LEFT} x2={W} y1={y(v)} y2={y(v)} stroke="var(--rule)" />)}
      <line x1={LEFT} x2={W} y1={y(0)} y2={y(0)} stroke="var(--ink-soft)" />
      {[-most / 1.08, 0, most / 1.08].map((v) => (
        <text key={v} x={LEFT - 6} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
          {formatNumber(v, locale, 2)}
        </text>
      ))}
      {row.map((v, i) => {
        const x = LEFT + (i + 0.5) * cell;
        return (
          <g key={i}>
            <line x1={x} x2={x} y1={y(v)} y2={y(rounded[i]!)} stroke="var(--ink-soft)" strokeWidth="2" />
            <circle cx={x} cy={y(v)} r="4.5" fill="none" stroke="var(--ink-soft)" />
            <circle cx={x} cy={y(rounded[i]!)} r="2.5" fill="var(--ink)" />
          </g>
        );
      })}
    </svg>
  );
}
