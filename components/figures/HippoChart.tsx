import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { ReactNode } from 'react';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { rebuild, remember, TOKENS } from './hippo';
import { defineWords, fill } from './words';

const words = defineWords({
  en: {
    signal: 'signal x',
    rebuilt: 'rebuilt from the state',
    state: 'state h, N = {n}',
    token: 'token',
    unread: 'not read yet',
  },
  es: {
    signal: 'señal x',
    rebuilt: 'reconstruida del estado',
    state: 'estado h, N = {n}',
    token: 'token',
    unread: 'sin leer',
  },
});

const W = 576;
/** Where the signal is drawn: its tokens from left to right, its values in [-1, 1] upwards. */
export const FIELD = { left: 28, right: W - 8, top: 28, bottom: 168 };
export const across = scaleLinear([0, TOKENS], [FIELD.left, FIELD.right]);
export const up = scaleLinear([-1, 1], [FIELD.bottom, FIELD.top]);
/** The columns of the state stand below. */
const STATE = { top: 224, middle: 250, bottom: 276 };

/** A held signal, what N numbers say of the part that was read, and the numbers: drawn alike on the server and live. */
export function HippoChart({
  x,
  N,
  read,
  locale,
  children,
}: {
  x: readonly number[];
  N: number;
  /** How many tokens were read. */
  read: number;
  locale: Locale;
  children?: ReactNode;
}) {
  const w = words[locale];
  const h = remember(x.slice(0, read), N);
  const stairs = (from: number, to: number) =>
    x
      .slice(from, to)
      .map((v, i) => `${i ? 'V' : `M${across(from)} `}${up(v)}H${across(from + i + 1)}`)
      .join('');
  const points = Array.from({ length: 161 }, (_, i) => i / 160);
  const curve = line<number>(
    (u) => across(u * read),
    (u) => up(Math.max(-1.15, Math.min(1.15, rebuild(h, u)))),
  )(points);
  const most = Math.max(0.25, ...h.map(Math.abs));
  const column = (FIELD.right - FIELD.left) / 16;
  const height = scaleLinear([-most, most], [STATE.bottom, STATE.top]);
  return (
    <svg viewBox={`0 0 ${W} 286`} className={`${styles.svg} ${styles.large}`} aria-hidden="true">
      <g className={styles.axis}>
        {[-1, 0, 1].map((v) => (
          <g key={v}>
            <line x1={FIELD.left} x2={FIELD.right} y1={up(v)} y2={up(v)} data-zero={v === 0 || undefined} />
            <text x={FIELD.left - 6} y={up(v)} dy="0.35em" textAnchor="end">
              {v === -1 ? '−1' : v}
            </text>
          </g>
        ))}
        <line x1={FIELD.left} x2={FIELD.right} y1={STATE.middle} y2={STATE.middle} data-zero />
      </g>
      <path d={stairs(0, read)} fill="none" stroke="var(--sym-x)" strokeWidth="1.5" />
      <path d={stairs(read, TOKENS)} fill="none" stroke="var(--sym-x)" strokeDasharray="2 3" opacity="0.6" />
      <path d={curve ?? ''} fill="none" stroke="var(--sym-h)" strokeWidth="2.5" />
      {h.map((v, n) => (
        <rect
          key={n}
          x={FIELD.left + n * column + 4}
          y={Math.min(height(v), STATE.middle)}
          width={column - 8}
          height={Math.abs(height(v) - STATE.middle)}
          fill="var(--sym-h)"
        />
      ))}
      <text x={FIELD.left} y={14} className={styles.label} style={{ fill: 'var(--sym-x)' }}>
        {w.signal}
      </text>
      <text x={FIELD.left + 130} y={14} className={styles.label} style={{ fill: 'var(--sym-h)' }}>
        {w.rebuilt}
      </text>
      <text x={FIELD.left} y={214} className={styles.label} style={{ fill: 'var(--sym-h)' }}>
        {fill(w.state, { n: N })}
      </text>
      {read < TOKENS - 8 && (
        <text x={FIELD.right} y={14} textAnchor="end" className={styles.label}>
          {w.unread}
        </text>
      )}
      {[0, 16, 32, 48].map((k) => (
        <text key={k} x={across(k)} y={190} textAnchor={k === 48 ? 'end' : 'middle'} className={styles.tick}>
          {k === 48 ? `${w.token} 48` : k}
        </text>
      ))}
      {children}
    </svg>
  );
}
