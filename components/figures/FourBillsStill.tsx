import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { formatBytes, formatCount } from '../charts/format';
import styles from './figures.module.css';
import { BILLS, type Bill, billOf, LENGTHS, MODELS, nameOf } from './four-bills';
import { COLOURS } from './model-colours';

const W = 576;
const H = 300;

/** The bytes kept of the past against length, for the four models. */
export function FourBillsStill({ locale, bill = 'kept' }: { locale: string; bill?: Bill }) {
  if (!BILLS.includes(bill)) throw new Error(`unknown bill "${bill}"`);
  const rows = MODELS.map((model) => ({ model, values: LENGTHS.map((length) => billOf(model, bill, length)) }));
  const all = rows.flatMap(({ values }) => values);
  const x = scaleLog([LENGTHS[0]!, LENGTHS.at(-1)!], [64, W - 130]);
  const y = scaleLog([Math.min(...all) / 2, Math.max(...all) * 2], [H - 28, 12]);
  const read = (v: number) => (bill === 'kept' || bill === 'moved' ? formatBytes(v, locale) : formatCount(v, locale));
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={`${styles.svg} ${styles.still}`} aria-hidden="true">
      {rows.map(({ model, values }) => (
        <g key={model}>
          <path
            d={
              line<number>(
                (_, i) => x(LENGTHS[i]!),
                (v) => y(v),
              )(values) ?? ''
            }
            fill="none"
            stroke={COLOURS[model]}
            strokeWidth="2"
          />
          <text x={W - 124} y={y(values.at(-1)!)} dy="0.35em" fill={COLOURS[model]}>
            {nameOf(model)}
          </text>
          <text x={58} y={y(values[0]!)} dy="0.35em" textAnchor="end" className={styles.tick}>
            {read(values[0]!)}
          </text>
        </g>
      ))}
      {[LENGTHS[0]!, 4096, 32768, LENGTHS.at(-1)!].map((v) => (
        <text key={v} x={x(v)} y={H - 8} textAnchor="middle" className={styles.tick}>
          {v < 1024 ? v : `${v / 1024}K`}
        </text>
      ))}
    </svg>
  );
}
