import { scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';
import { formatNumber } from '../charts/format';
import styles from './figures.module.css';

const W = 576;
const H = 200;
const LEFT = 40;

/** Stems of a state over time, drops that came in below: drawn alike on the server and live. `children` stand on top (handles). */
export function LeakyBucketChart({
  h,
  x,
  locale,
  stepLabel,
  children,
}: {
  h: readonly number[];
  x: readonly number[];
  locale: string;
  stepLabel: string;
  children?: (at: (t: number) => number) => ReactNode;
}) {
  const most = Math.max(1, ...h.map(Math.abs));
  const negative = h.some((v) => v < 0);
  const sx = scaleLinear([-0.5, h.length - 0.5], [LEFT, W - 8]);
  const sy = scaleLinear([negative ? -most : 0, most], [H - 44, 12]);
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={`${styles.svg} ${styles.large}`} aria-hidden="true">
      {sy.ticks(4).map((v) => (
        <g key={v} className={styles.axis}>
          <line x1={LEFT} x2={W - 8} y1={sy(v)} y2={sy(v)} data-zero={v === 0 || undefined} />
          <text x={LEFT - 6} y={sy(v)} dy="0.35em" textAnchor="end">
            {formatNumber(v, locale)}
          </text>
        </g>
      ))}
      {h.map((v, t) => (
        <g key={t}>
          <line x1={sx(t)} x2={sx(t)} y1={sy(0)} y2={sy(v)} stroke="var(--sym-h)" strokeWidth="3" />
          <circle cx={sx(t)} cy={sy(v)} r="3.5" fill="var(--sym-h)" />
          {x[t] !== 0 && <path d={`M${sx(t)} ${H - 34} l4 8 a4.5 4.5 0 1 1 -8 0 Z`} fill="var(--sym-x)" />}
          {t % 5 === 0 && t < h.length - 3 && (
            <text x={sx(t)} y={H - 6} textAnchor="middle" className={styles.tick}>
              {t}
            </text>
          )}
        </g>
      ))}
      <text x={W - 8} y={H - 6} textAnchor="end" className={styles.tick}>
        {stepLabel}
      </text>
      {children?.(sx)}
    </svg>
  );
}
