import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import { gate, run, type WriteRule } from './dial';
import styles from './figures.module.css';
import { defineWords } from './words';

export const words = defineWords({
  en: { input: 'input x', keep: 'kept Ā', write: 'written B̄', state: 'state h' },
  es: { input: 'entrada x', keep: 'conserva Ā', write: 'escribe B̄', state: 'estado h' },
});

const W = 576;
const LEFT = 84;
const CELL = (W - LEFT) / 8;

/** Eight tokens: what came in, what each step kept and wrote, and the state after it. */
export function DialChart({
  z,
  x,
  rule,
  locale,
}: {
  z: readonly number[];
  x: readonly number[];
  rule: WriteRule;
  locale: Locale;
}) {
  const w = words[locale];
  const h = run(z, x, rule);
  const most = Math.max(4, ...h, ...x);
  const y = scaleLinear([0, most], [0, 72]);
  const rows = [
    { label: w.input, values: x, colour: 'var(--sym-x)', scale: y, top: 92 },
    { label: w.state, values: h, colour: 'var(--sym-h)', scale: y, top: 232 },
  ];
  return (
    <svg viewBox={`0 0 ${W} 252`} className={styles.svg} aria-hidden="true">
      {rows.map(({ label, values, colour, scale, top }) => (
        <g key={label}>
          <text x={LEFT - 8} y={top} textAnchor="end" className={styles.label}>
            {label}
          </text>
          <line x1={LEFT} x2={W} y1={top} y2={top} stroke="var(--rule)" />
          {values.map((v, t) => (
            <g key={t}>
              <rect x={LEFT + t * CELL + 12} width={CELL - 24} y={top - scale(v)} height={scale(v)} fill={colour} />
              <text x={LEFT + (t + 0.5) * CELL} y={top - scale(v) - 4} textAnchor="middle" className={styles.tick}>
                {formatNumber(v, locale)}
              </text>
            </g>
          ))}
        </g>
      ))}
      {(['keep', 'write'] as const).map((what, i) => (
        <g key={what}>
          <text x={LEFT - 8} y={116 + i * 20} textAnchor="end" className={styles.label}>
            {w[what]}
          </text>
          {z.map((value, t) => (
            <text
              key={t}
              x={LEFT + (t + 0.5) * CELL}
              y={116 + i * 20}
              textAnchor="middle"
              fill={what === 'keep' ? 'var(--sym-A)' : 'var(--sym-B)'}
            >
              {formatNumber(gate(value, rule)[what], locale)}
            </text>
          ))}
        </g>
      ))}
    </svg>
  );
}
