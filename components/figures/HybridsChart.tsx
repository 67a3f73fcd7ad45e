import { scaleLinear, scaleLog } from 'd3-scale';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { type Count, FAMILIES, HYBRIDS, type HybridModel, ratioOf, yearOf } from './hybrid-models';
import { HYBRID_WORDS, MARKS } from './hybrid-words';

const H = 380;
const [LEFT, TOP, FLOOR] = [44, 40, 300];

/** Names keep the grid's lines off their letters. */
const HALO = { fontSize: 11, paintOrder: 'stroke', stroke: 'var(--paper)', strokeWidth: 4 } as const;

/** Models as marks: date across, layers for each attention layer up, side-by-side models on a strip of their own. */
export function HybridsChart({
  count,
  locale,
  lit,
  onLit,
  width: W = 832,
}: {
  count: Count;
  locale: Locale;
  lit: HybridModel | null;
  onLit?: (model: HybridModel | null) => void;
  /** Of its place, in CSS pixels. */
  width?: number;
}) {
  const w = HYBRID_WORDS[locale];
  const x = scaleLinear([2024.1, 2026.75], [LEFT, W - 40]);
  const y = scaleLog([1.5, 16], [FLOOR, TOP]);
  const strip = FLOOR + 34;
  const places = HYBRIDS.map((model) => {
    const ratio = ratioOf(model, count);
    return { model, at: x(yearOf(model.date)), up: ratio === null ? strip : y(ratio) };
  });
  const names = placeNames(places, W);
  // Each entry as wide as its word, from the right edge back.
  const widths = FAMILIES.map((family) => w[family].length * 5.8 + 38);
  const legend = widths.map((_, i) => W - widths.slice(i).reduce((sum, width) => sum + width, 0) + 10);
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={styles.svg} aria-hidden="true">
      <text x={0} y={12} className={styles.label}>
        ↑ {w.axis}
      </text>
      {FAMILIES.map((family, i) => (
        <g key={family} transform={`translate(${legend[i]},8)`}>
          <path d={MARKS[family].path} fill={MARKS[family].colour} />
          <text x={10} dy="0.35em" className={styles.tick} style={{ fontSize: 11 }}>
            {w[family]}
          </text>
        </g>
      ))}
      {[2, 3, 4, 6, 8, 12, 16].map((v) => (
        <g key={v} className={styles.axis}>
          <line x1={LEFT} x2={W} y1={y(v)} y2={y(v)} />
          <text x={LEFT - 8} y={y(v)} dy="0.35em" textAnchor="end">
            {formatNumber(v, locale)}
          </text>
        </g>
      ))}
      <text x={LEFT - 8} y={strip} dy="0.35em" textAnchor="end" className={styles.tick}>
        ∥
      </text>
      <line x1={LEFT} x2={W} y1={strip} y2={strip} stroke="var(--rule)" strokeDasharray="2 4" />
      {[2024.5, 2025, 2025.5, 2026, 2026.5].map((v) => (
        <text key={v} x={x(v)} y={H - 8} textAnchor="middle" className={styles.tick}>
          {Number.isInteger(v) ? v : `${Math.floor(v)}-07`}
        </text>
      ))}
      {places.map(({ model, at, up }, i) => (
        <g
          key={model.name}
          data-model={model.name}
          {...(onLit ? { onPointerEnter: () => onLit(model), onPointerLeave: () => onLit(null) } : {})}
          opacity={lit && lit !== model ? 0.35 : 1}
        >
          <path
            d={MARKS[model.family].path}
            transform={`translate(${at},${up})`}
            fill={MARKS[model.family].colour}
            stroke="var(--paper)"
          />
          <text
            x={names[i]!.x}
            y={names[i]!.y}
            dy="0.35em"
            textAnchor={names[i]!.anchor}
            className={styles.tick}
            style={{ ...HALO, ...(lit === model ? { fill: 'var(--ink)', fontWeight: 600 } : {}) }}
          >
            {model.name}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface Name {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

/** A place for each name beside its mark that hides no other name or mark: the first free one of right, left, above, below and further out. */
function placeNames(places: readonly { model: HybridModel; at: number; up: number }[], W: number): Name[] {
  const taken = places.map(({ at, up }) => ({ left: at - 7, right: at + 7, top: up - 7, bottom: up + 7 }));
  return places.map(({ model, at, up }) => {
    const width = model.name.length * 5.9;
    const tries: Name[] = [
      { x: at + 11, y: up, anchor: 'start' },
      { x: at - 11, y: up, anchor: 'end' },
      ...[14, 26, 38, 50].flatMap((far): Name[] => [
        { x: at, y: up - far, anchor: 'middle' },
        { x: at, y: up + far, anchor: 'middle' },
        { x: at + 9, y: up - far, anchor: 'start' },
        { x: at - 9, y: up + far, anchor: 'end' },
      ]),
    ];
    const boxOf = ({ x, y, anchor }: Name) => {
      const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
      return { left: left - 3, right: left + width + 3, top: y - 6, bottom: y + 6 };
    };
    const free = (box: { left: number; right: number; top: number; bottom: number }) =>
      box.left > LEFT - 4 &&
      box.right < W &&
      box.top > TOP - 20 &&
      taken.every((t) => box.right < t.left || box.left > t.right || box.bottom < t.top || box.top > t.bottom);
    const name = tries.find((place) => free(boxOf(place))) ?? tries[0]!;
    taken.push(boxOf(name));
    return name;
  });
}
