import { formatNumber } from '../../charts/format';
import { tokenLabel } from '../../charts/token-text';
import type { Locale } from '../../i18n/locales';
import figures from '../figures.module.css';

const LEFT = 74;
const HIGH = 64;

/** Two rows of weights over the same tokens: signed bars around zero, and shares of one. */
export function RowsChart({
  tokens,
  weights,
  shares,
  locale,
  width: W = 700,
}: {
  tokens: readonly string[];
  weights: readonly number[];
  shares: readonly number[];
  locale: Locale;
  /** Of the place it is drawn in: letters keep their size. */
  width?: number;
}) {
  const cell = (W - LEFT) / tokens.length;
  const gap = Math.min(2, cell / 8);
  const most = Math.max(1e-9, ...weights.map(Math.abs));
  const highest = Math.max(1e-9, ...shares);
  const zero = 12 + HIGH;
  const floor = 2 * HIGH + 96;
  /** Names lie flat where there is room for them. */
  const slanted = tokens.some((token) => tokenLabel(token).length * 6.6 > cell - 2);
  const number = (v: number) => formatNumber(v, locale, 2);
  return (
    <svg viewBox={`0 0 ${W} ${floor + (slanted ? 64 : 28)}`} className={figures.svg} aria-hidden="true">
      <text x={0} y={zero} dy="0.35em" className={figures.label}>
        Mamba-2
      </text>
      <text x={LEFT - 6} y={16} textAnchor="end" className={figures.tick}>
        {number(most)}
      </text>
      <text x={LEFT - 6} y={zero + HIGH} textAnchor="end" className={figures.tick}>
        {number(-most)}
      </text>
      <line x1={LEFT} x2={W} y1={zero} y2={zero} stroke="var(--ink-soft)" />
      {weights.map((v, j) => (
        <rect
          key={j}
          x={LEFT + j * cell + gap}
          width={cell - 2 * gap}
          y={v > 0 ? zero - (v / most) * HIGH : zero}
          height={(Math.abs(v) / most) * HIGH}
          fill="var(--sym-h)"
          fillOpacity={v > 0 ? 1 : 0.55}
        />
      ))}
      <text x={0} y={floor - HIGH / 2} dy="0.35em" className={figures.label}>
        softmax
      </text>
      <text x={LEFT - 6} y={floor - HIGH + 8} textAnchor="end" className={figures.tick}>
        {number(highest)}
      </text>
      <line x1={LEFT} x2={W} y1={floor} y2={floor} stroke="var(--ink-soft)" />
      {shares.map((v, j) => (
        <rect
          key={j}
          x={LEFT + j * cell + gap}
          width={cell - 2 * gap}
          y={floor - (v / highest) * HIGH}
          height={(v / highest) * HIGH}
          fill="var(--sym-attention)"
        />
      ))}
      {tokens.map((token, j) => (
        <text
          key={j}
          {...(slanted
            ? { transform: `translate(${LEFT + (j + 0.6) * cell},${floor + 12}) rotate(45)` }
            : { x: LEFT + (j + 0.5) * cell, y: floor + 18, textAnchor: 'middle' as const })}
          className={figures.tick}
          opacity={j < weights.length ? 1 : 0.4}
        >
          {tokenLabel(token)}
        </text>
      ))}
    </svg>
  );
}
