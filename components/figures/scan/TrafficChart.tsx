import { formatBytes } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import figures from '../figures.module.css';
import { defineWords } from '../words';
import styles from './scan.module.css';
import { inOnePass, inPasses, type Sizes } from './traffic';

const words = defineWords({
  en: { three: 'three passes', one: 'one pass', make: 'write Ā, B̄x', scan: 'scan to h', read: 'read h' },
  es: { three: 'tres pasadas', one: 'una pasada', make: 'escribir Ā, B̄x', scan: 'barrer a h', read: 'leer h' },
});

const W = 576;
const LEFT = 124;
const RIGHT = 92;

/** Two bars on one scale: the three passes end to end, and the one. */
export function TrafficChart({ sizes, locale }: { sizes: Sizes; locale: Locale }) {
  const w = words[locale];
  const { make, scan, read, all } = inPasses(sizes);
  const one = inOnePass(sizes);
  const x = (bytes: number) => (bytes / Math.max(all, one)) * (W - LEFT - RIGHT);
  const parts = [
    { name: w.make, bytes: make, from: 0, colour: 'var(--sym-A)' },
    { name: w.scan, bytes: scan, from: make, colour: 'var(--sym-h)' },
    { name: w.read, bytes: read, from: make + scan, colour: 'var(--sym-C)' },
  ];
  return (
    <svg viewBox={`0 0 ${W} 116`} className={`${figures.svg} ${styles.sketch}`} aria-hidden="true">
      <text x={LEFT - 8} y={38} textAnchor="end" className={figures.label}>
        {w.three}
      </text>
      {parts.map(({ name, bytes, from, colour }) => (
        <g key={name}>
          <rect x={LEFT + x(from)} y={22} width={Math.max(1, x(bytes) - 1)} height={24} fill={colour} />
          <text x={LEFT + x(from)} y={17} className={figures.tick}>
            {x(bytes) > 6 * name.length ? name : ''}
          </text>
        </g>
      ))}
      <text x={LEFT + x(all) + 6} y={38} className={figures.tick}>
        {formatBytes(all, locale)}
      </text>
      <text x={LEFT - 8} y={88} textAnchor="end" className={figures.label}>
        {w.one}
      </text>
      <rect x={LEFT} y={72} width={Math.max(1, x(one))} height={24} fill="var(--sym-y)" />
      <text x={LEFT + x(one) + 6} y={88} className={figures.tick}>
        {formatBytes(one, locale)}
      </text>
    </svg>
  );
}
