import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { ReactNode } from 'react';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { type Pole, poleKernel } from './poles';
import { defineWords } from './words';

const words = defineWords({
  en: { kernel: 'kernel K', lag: 'tokens ago →', real: 'real', imaginary: 'imaginary' },
  es: { kernel: 'núcleo K', lag: 'tokens atrás →', real: 'real', imaginary: 'imaginario' },
});

export const DISC = { cx: 110, cy: 110, r: 84 };
const W = 576;
const H = 220;
const LENGTH = 48;

/** The disc with a pair of poles, its kernel beside it: drawn alike on the server and live. `children` draw handles over the disc. */
export function PolesChart({ pole, locale, children }: { pole: Pole; locale: Locale; children?: ReactNode }) {
  const w = words[locale];
  const k = poleKernel(pole, LENGTH);
  const most = Math.min(4, Math.max(1, ...k.map(Math.abs)));
  const sx = scaleLinear([0, LENGTH - 1], [256, W - 8]);
  const sy = scaleLinear([-most, most], [H - 24, 24]).clamp(true);
  const path = line<number>(
    (_, l) => sx(l),
    (v) => sy(v),
  );
  const at = (im: number) => ({ cx: DISC.cx + pole.re * DISC.r, cy: DISC.cy - im * DISC.r });
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={`${styles.svg} ${styles.large}`} aria-hidden="true">
      <circle {...DISC} fill="none" stroke="var(--rule)" strokeWidth="1.5" />
      <g className={styles.axis}>
        <line x1={DISC.cx - 100} x2={DISC.cx + 100} y1={DISC.cy} y2={DISC.cy} />
        <line x1={DISC.cx} x2={DISC.cx} y1={DISC.cy - 100} y2={DISC.cy + 100} />
        <line x1={sx(0)} x2={W - 8} y1={sy(0)} y2={sy(0)} data-zero="true" />
      </g>
      {[pole.im, -pole.im].map((im, i) => (
        <circle key={i} {...at(im)} r={i === 0 ? 6 : 4} fill="var(--sym-A)" fillOpacity={i === 0 ? 1 : 0.5} />
      ))}
      <path d={path(k) ?? ''} fill="none" stroke="var(--sym-C)" strokeOpacity="0.4" />
      {k.map((v, l) => (
        <circle key={l} cx={sx(l)} cy={sy(v)} r="2.5" fill="var(--sym-C)" />
      ))}
      {[-most, 0, most].map((v) => (
        <text key={v} x={sx(0) - 8} y={sy(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
          {formatNumber(v, locale, 2)}
        </text>
      ))}
      {[0, 8, 16, 24].map((l) => (
        <text key={l} x={sx(l)} y={H - 4} textAnchor="middle" className={styles.tick}>
          {l}
        </text>
      ))}
      <text x={W - 8} y={H - 4} textAnchor="end" className={styles.tick}>
        {w.lag}
      </text>
      <text x={sx(0) + 8} y={12} className={styles.label}>
        {w.kernel}
      </text>
      <text x={DISC.cx + DISC.r + 4} y={DISC.cy + 14} className={styles.tick}>
        1
      </text>
      <text x={DISC.cx + DISC.r + 4} y={DISC.cy - 6} className={styles.tick}>
        {w.real}
      </text>
      <text x={DISC.cx + 6} y={14} className={styles.tick}>
        {w.imaginary}
      </text>
      {children}
    </svg>
  );
}
