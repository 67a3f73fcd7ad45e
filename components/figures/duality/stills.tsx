/** Still pictures of the figures of the chapter on Mamba-2; recorded runs of the real models where a model is shown. */
import type { ReactNode } from 'react';
import { formatCount } from '../../charts/format';
import { tokenLabel } from '../../charts/token-text';
import type { Locale } from '../../i18n/locales';
import { BarsStill } from '../BarsStill';
import figures from '../figures.module.css';
import { LinesStill } from '../scan/LinesStill';
import { defineWords } from '../words';
import { RowsChart } from './RowsChart';
import { RANK_MODELS } from './rank';
import recorded from './recorded.json';
import { ThreeViewsChart } from './ThreeViewsChart';
import { type Head, multiplications } from './three-views';

const words = defineWords({
  en: { content: 'what', mask: 'when', product: 'together', k: 'message k', size: 'size', tokens: 'Q = {Q}' },
  es: { content: 'qué', mask: 'cuándo', product: 'juntas', k: 'mensaje k', size: 'tamaño', tokens: 'Q = {Q}' },
});

const head: Head = {
  a: [1, 0.5, 0.5, 1, 0.5, 0.5],
  B: [1, 2, 1, 1, 1, 2],
  C: [1, 1, 2, 1, 1, 1],
  x: [4, 2, 8, 0, 2, 4],
};
/** A head of stories-mamba2, and a text of 72 tokens. */
const [T, N, P] = [72, 64, 32];

function MaskStill({ locale }: { locale: Locale }) {
  const { tokens, mask } = recorded;
  const n = tokens.length;
  const cell = 11;
  const side = n * cell;
  return (
    <svg viewBox={`0 0 ${3 * side + 120} ${side + 28}`} className={figures.svg} aria-hidden="true">
      {(['content', 'mask', 'product'] as const).map((name, k) => {
        const values = mask[name];
        const most = Math.max(...values.map(Math.abs));
        return (
          <g key={name} transform={`translate(${k === 0 ? 60 : 60 + k * (side + 24)},20)`}>
            <text y={-6} className={figures.label}>
              {words[locale][name]}
            </text>
            {k === 0 &&
              tokens.map((token, i) => (
                <text
                  key={i}
                  x={-4}
                  y={(i + 0.5) * cell}
                  dy="0.35em"
                  textAnchor="end"
                  className={figures.tick}
                  style={{ fontSize: 9 }}
                >
                  {tokenLabel(token)}
                </text>
              ))}
            {values.map((v, at) => {
              const [r, c] = [Math.floor(at / n), at % n];
              return c > r ? null : (
                <rect
                  key={at}
                  x={c * cell}
                  y={r * cell}
                  width={cell - 1}
                  height={cell - 1}
                  fill={v < 0 ? 'var(--sym-attention)' : name === 'mask' ? 'var(--ink)' : 'var(--sym-A)'}
                  fillOpacity={Math.abs(v) / most}
                  stroke="var(--rule)"
                  strokeWidth="0.5"
                />
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

export const dualityStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  'dual-views': ({ locale }) => <ThreeViewsChart head={head} Q={3} lit={{ i: 4, j: 1 }} locale={locale} />,
  'dual-mask': ({ locale }) => <MaskStill locale={locale} />,
  'dual-rows': ({ locale }) => <RowsChart tokens={recorded.tokens} {...recorded.rows} locale={locale} />,
  'dual-rank': ({ locale }) => (
    <LinesStill
      lines={recorded.ranks.map(({ id, values }) => {
        const { name, colour } = RANK_MODELS.find((model) => model.id === id)!;
        return { label: name, colour, x: values.map((_, k) => k + 1), y: values.map((v) => Math.log10(v)) };
      })}
      xTicks={[1, 16, 32, 64, 80]}
      yTicks={[-6, -4, -2, 0]}
      xLabel={words[locale].k}
      yLabel={words[locale].size}
      format={(v) => (v <= 0 ? (v === 0 ? '1' : `10${SUPERSCRIPTS[-v]}`) : String(v))}
    />
  ),
  'dual-chunks': ({ locale }) => (
    <BarsStill
      bars={[1, 2, 4, 8, 16, 36, T].map((Q) => ({
        label: words[locale].tokens.replace('{Q}', String(Q)),
        value: multiplications(T, Q, N, P),
      }))}
      format={(v) => formatCount(v, locale)}
      colour="var(--sym-h)"
    />
  ),
};

const SUPERSCRIPTS: Readonly<Record<number, string>> = { 2: '⁻²', 4: '⁻⁴', 6: '⁻⁶' };
