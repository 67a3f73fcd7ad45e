import { scaleLog } from 'd3-scale';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { type Count, FAMILIES, HYBRIDS, type HybridModel, ratioOf } from './hybrid-models';
import { HYBRID_WORDS, MARKS } from './hybrid-words';

const [NAMES, TOP, ROW] = [120, 40, 22];
const SMALL = { fontSize: 11 } as const;

/** HybridsChart for a narrow place: time runs down, a model a row, its mark as far to the right as it has layers for one of attention. */
export function HybridsDots({
  count,
  locale,
  lit,
  onLit,
  width: W,
}: {
  count: Count;
  locale: Locale;
  lit: HybridModel | null;
  onLit: (model: HybridModel | null) => void;
  /** Of its place, in CSS pixels. */
  width: number;
}) {
  const w = HYBRID_WORDS[locale];
  const x = scaleLog([1.5, 16], [NAMES + 24, W - 12]);
  const years = [...new Set(HYBRIDS.map(({ date }) => date.slice(0, 4)))];
  // A year is a line of its own above its models.
  const at = (i: number) => TOP + ROW * (i + years.indexOf(HYBRIDS[i]!.date.slice(0, 4)) + 1);
  const end = at(HYBRIDS.length - 1) + ROW / 2;
  return (
    <svg viewBox={`0 0 ${W} ${end + 18 * 3 + 8}`} className={styles.svg} aria-hidden="true">
      <text x={W} y={10} textAnchor="end" className={styles.tick}>
        {w.axis} →
      </text>
      {[2, 3, 4, 6, 8, 12, 16].map((v) => (
        <g key={v} className={styles.axis}>
          <line x1={x(v)} x2={x(v)} y1={TOP - 6} y2={end} />
          <text x={x(v)} y={TOP - 12} textAnchor="middle">
            {formatNumber(v, locale)}
          </text>
        </g>
      ))}
      {HYBRIDS.map((model, i) => {
        const ratio = ratioOf(model, count);
        const year = model.date.slice(0, 4);
        const mark = MARKS[model.family];
        return (
          <g key={model.name}>
            {HYBRIDS[i - 1]?.date.slice(0, 4) !== year && (
              <text x={0} y={at(i) - ROW} dy="0.35em" className={styles.label} style={{ fontWeight: 600 }}>
                {year}
              </text>
            )}
            <g
              data-model={model.name}
              onPointerEnter={() => onLit(model)}
              onPointerLeave={() => onLit(null)}
              opacity={lit && lit !== model ? 0.35 : 1}
            >
              <rect x={0} y={at(i) - ROW / 2} width={W} height={ROW} fill="transparent" />
              <text x={NAMES} y={at(i)} dy="0.35em" textAnchor="end" className={styles.tick} style={SMALL}>
                {model.name}
              </text>
              <path
                d={mark.path}
                transform={`translate(${ratio === null ? NAMES + 12 : x(ratio)},${at(i)})`}
                fill={mark.colour}
                stroke="var(--paper)"
              />
            </g>
          </g>
        );
      })}
      {FAMILIES.map((family, i) => (
        <g key={family} transform={`translate(${6 + (i % 2) * (W / 2)},${end + 18 + 18 * Math.floor(i / 2)})`}>
          <path d={MARKS[family].path} fill={MARKS[family].colour} />
          <text x={10} dy="0.35em" className={styles.tick} style={SMALL}>
            {w[family]}
          </text>
        </g>
      ))}
    </svg>
  );
}
