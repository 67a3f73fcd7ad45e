import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import styles from '../figures.module.css';
import { defineWords } from '../words';
import { CARD, type FitModel, fitOf, PRECISIONS } from './fits';

export const words = defineWords({
  en: {
    bf16: 'all 16-bit',
    'experts-int8': 'ExpertsInt8',
    int8: 'all 8-bit',
    wide: 'weights, 16-bit',
    narrow: 'weights, 8-bit',
    cache: 'KV cache',
    state: 'state',
    limit: '{n} × 80 GB',
  },
  es: {
    bf16: 'todo en 16 bits',
    'experts-int8': 'ExpertsInt8',
    int8: 'todo en 8 bits',
    wide: 'pesos en 16 bits',
    narrow: 'pesos en 8 bits',
    cache: 'caché KV',
    state: 'estado',
    limit: '{n} × 80 GB',
  },
});

const [LEFT, RIGHT, ROW] = [110, 70, 36];
/** Keeps the line of the limit off the letters. */
const HALO = { paintOrder: 'stroke', stroke: 'var(--paper)', strokeWidth: 5 } as const;
const PARTS = [
  { id: 'wide', colour: 'var(--sym-x)' },
  { id: 'narrow', colour: 'color-mix(in srgb, var(--sym-x) 45%, var(--paper))' },
  { id: 'cache', colour: 'var(--sym-attention)' },
  { id: 'state', colour: 'var(--sym-h)' },
] as const;

/** Gigabytes of 10⁹, as cards are sold. */
export const gigabytes = (bytes: number, locale: string): string => `${formatNumber(bytes / 1e9, locale)} GB`;

/** What lies in memory in three precisions, against the cards that there are. */
export function FitsChart({
  model,
  length,
  cards,
  locale,
  width: W = 576,
}: {
  model: FitModel;
  length: number;
  cards: number;
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
}) {
  const w = words[locale];
  const fits = PRECISIONS.map((precision) => fitOf(model, precision, length));
  const x = scaleLinear([0, Math.max(cards * CARD, ...fits.map(({ total }) => total)) * 1.04], [LEFT, W - RIGHT]);
  // The legend takes two lines where four entries do not fit on one.
  const narrow = W < 480;
  const top = narrow ? 48 : 30;
  const end = top + PRECISIONS.length * ROW;
  return (
    <svg viewBox={`0 0 ${W} ${end + 12}`} className={styles.svg} aria-hidden="true">
      {PARTS.map(({ id, colour }, i) => (
        <g
          key={id}
          transform={
            narrow ? `translate(${(i % 2) * 150},${4 + 18 * Math.floor(i / 2)})` : `translate(${LEFT + i * 118},4)`
          }
        >
          <rect width={10} height={10} fill={colour} />
          <text x={15} y={9} className={styles.tick}>
            {w[id]}
          </text>
        </g>
      ))}
      {fits.map((fit, i) => {
        let from = 0;
        const y = top + 4 + i * ROW;
        return (
          <g key={PRECISIONS[i]} data-precision={PRECISIONS[i]} data-total={fit.total}>
            <text x={LEFT - 8} y={y + 14} dy="0.35em" textAnchor="end" className={styles.label}>
              {w[PRECISIONS[i]!]}
            </text>
            {PARTS.map(({ id, colour }) => {
              const left = x(from);
              from += fit[id];
              return <rect key={id} x={left} y={y} width={x(from) - left} height={28} fill={colour} />;
            })}
          </g>
        );
      })}
      <line x1={x(cards * CARD)} x2={x(cards * CARD)} y1={top - 4} y2={end} stroke="var(--ink)" strokeDasharray="5 3" />
      {fits.map((fit, i) => (
        <text
          key={PRECISIONS[i]}
          x={narrow ? W : x(fit.total) + 6}
          y={top + 18 + i * ROW}
          dy="0.35em"
          textAnchor={narrow ? 'end' : 'start'}
          className={styles.label}
          style={HALO}
        >
          {gigabytes(fit.total, locale)}
        </text>
      ))}
      <text x={x(cards * CARD) - 5} y={end + 8} textAnchor="end" className={styles.tick}>
        {w.limit.replace('{n}', String(cards))}
      </text>
    </svg>
  );
}
