import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { defineWords } from './words';
import { error, exact, input, type Method, sampled } from './zoom';

export const words = defineWords({
  en: {
    zoh: 'ZOH',
    bilinear: 'bilinear',
    euler: 'Euler',
    exact: 'exact h',
    input: 'input x, held',
    time: 'seconds',
    off: 'off by at most {e}',
    on: 'on the curve at every step',
  },
  es: {
    zoh: 'ZOH',
    bilinear: 'bilineal',
    euler: 'Euler',
    exact: 'h exacto',
    input: 'entrada x, sostenida',
    time: 'segundos',
    off: 'error máximo {e}',
    on: 'sobre la curva en cada paso',
  },
});

const W = 576;
const H = 240;
const END = 4;
/** Differences below this are the last digits of f64. */
const ROUNDING = 1e-12;

/** The exact curve, the staircase of the input and the sampled states of one rule: drawn alike on the server and live. */
export function ZoomChart({ method, A, step, locale }: { method: Method; A: number; step: number; locale: Locale }) {
  const w = words[locale];
  const points = sampled(method, A, step, END);
  const off = error(method, A, step, END);
  const curve = Array.from({ length: 161 }, (_, i) => ({ time: (i * END) / 160, h: exact(A, (i * END) / 160) }));
  const most = Math.max(1, ...points.map(({ h }) => Math.abs(h)));
  const least = Math.min(0, ...points.map(({ h }) => h));
  const sx = scaleLinear([0, END], [36, W - 8]);
  const sy = scaleLinear([least, Math.min(most, 3)], [H - 28, 28]).clamp(true);
  const path = line<{ time: number; h: number }>(
    ({ time }) => sx(time),
    ({ h }) => sy(h),
  );
  const held = Array.from({ length: 401 }, (_, i) => ({ time: (i * END) / 400, h: input((i * END) / 400) }));
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={`${styles.svg} ${styles.large}`} aria-hidden="true">
      {sy.ticks(4).map((v) => (
        <g key={v} className={styles.axis}>
          <line x1={36} x2={W - 8} y1={sy(v)} y2={sy(v)} data-zero={v === 0 || undefined} />
          <text x={30} y={sy(v)} dy="0.35em" textAnchor="end">
            {formatNumber(v, locale)}
          </text>
        </g>
      ))}
      <path d={path(held) ?? ''} fill="none" stroke="var(--sym-x)" strokeDasharray="3 3" />
      <path d={path(curve) ?? ''} fill="none" stroke="var(--ink-soft)" strokeWidth="1.5" />
      {points.map(({ time, h }) => (
        <circle key={time} cx={sx(time)} cy={sy(h)} r="3.5" fill="var(--sym-h)" />
      ))}
      <text x={W - 12} y={16} textAnchor="end" className={styles.label}>
        {w[method]}: {off < ROUNDING ? w.on : w.off.replace('{e}', formatNumber(off, locale))}
      </text>
      <text x={sx(1) + 6} y={sy(1) + 12} className={styles.label} style={{ fill: 'var(--sym-x)' }}>
        {w.input}
      </text>
      <text x={sx(3.25) + 4} y={sy(exact(A, 3.25)) - 6} className={styles.label}>
        {w.exact}
      </text>
      {[0, 1, 2, 3, 4].map((v) => (
        <text key={v} x={sx(v)} y={H - 8} textAnchor={v === 4 ? 'end' : 'middle'} className={styles.tick}>
          {v === 4 ? `4 ${w.time}` : v}
        </text>
      ))}
    </svg>
  );
}
