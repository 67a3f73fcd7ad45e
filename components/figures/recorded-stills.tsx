/** Still pictures from recorded runs of the real models (recorded.json, made by scripts/record-figures.ts). */
import { scaleLinear } from 'd3-scale';
import { formatBytes, formatNumber } from '../charts/format';
import { stripeShares } from '../charts/token-strip';
import { tokenLabel } from '../charts/token-text';
import type { Locale } from '../i18n/locales';
import { BarsStill } from './BarsStill';
import { ForWidths } from './ForWidths';
import styles from './figures.module.css';
import recorded from './recorded.json';
import { StripStill } from './StripStill';
import { TAKE_AWAY_WORDS } from './take-away-words';
import { costOf } from './what-saved';

/** Who looks at whom: a triangle of squares, the last row lifted out below. */
export function AttentionStill() {
  return <ForWidths draw={(_, narrow) => <Triangle cell={narrow ? 15 : 22} left={narrow ? 48 : 64} />} />;
}

function Triangle({ cell, left }: { cell: number; left: number }) {
  const { tokens, weights } = recorded.attention;
  const n = tokens.length;
  const top = 56;
  const square = (r: number, c: number, y: number) => (
    <rect
      key={`${r}-${c}`}
      x={left + c * cell}
      y={y}
      width={cell - 1}
      height={cell - 1}
      fill="var(--ink)"
      fillOpacity={weights[r * n + c]}
      stroke="var(--rule)"
      strokeWidth="0.5"
    />
  );
  const last = top + n * cell + 16;
  return (
    <svg
      viewBox={`0 0 ${left + n * cell + 8} ${last + cell + 8}`}
      className={`${styles.svg} ${styles.still}`}
      aria-hidden="true"
    >
      {tokens.map((token, i) => (
        <g key={i}>
          <text x={left - 6} y={top + (i + 0.5) * cell} dy="0.35em" textAnchor="end" className={styles.tick}>
            {tokenLabel(token)}
          </text>
          <text transform={`translate(${left + (i + 0.6) * cell},${top - 6}) rotate(-55)`} className={styles.tick}>
            {tokenLabel(token)}
          </text>
          {tokens.slice(0, i + 1).map((_, c) => square(i, c, top + i * cell))}
        </g>
      ))}
      {tokens.map((_, c) => square(n - 1, c, last))}
      <text x={left - 6} y={last + cell / 2} dy="0.35em" textAnchor="end" className={styles.label}>
        {tokenLabel(tokens.at(-1)!)} →
      </text>
    </svg>
  );
}

/** Bytes of cache and of state after 10, 40 and 200 tokens. */
export function BytesStill({ locale }: { locale: string }) {
  return <ForWidths draw={(width, narrow) => <Bytes locale={locale} width={width} narrow={narrow} />} />;
}

function Bytes({ locale, width, narrow }: { locale: string; width: number; narrow: boolean }) {
  /** How many tokens: before the two bars, or on a phone over them. */
  const [left, gap] = narrow ? [76, 28] : [150, 12];
  const most = Math.max(...recorded.bytes.map(({ cache }) => cache));
  const x = scaleLinear([0, most], [0, width - left - 80]);
  const rows = recorded.bytes.flatMap(({ tokens, cache, state }) => [
    { tokens, bytes: cache, name: locale === 'es' ? 'caché KV' : 'KV cache', colour: 'var(--sym-attention)' },
    { tokens, bytes: state, name: locale === 'es' ? 'estado' : 'state', colour: 'var(--sym-h)' },
  ]);
  return (
    <svg
      viewBox={`0 0 ${width} ${rows.length * 26 + 2 * gap + (narrow ? 20 : 0)}`}
      className={`${styles.svg} ${styles.still}`}
      aria-hidden="true"
    >
      {rows.map(({ tokens, bytes, name, colour }, i) => (
        <g key={i} transform={`translate(0,${i * 26 + Math.floor(i / 2) * gap + (narrow ? 20 : 0)})`}>
          {i % 2 === 0 && (
            <text
              x={narrow ? 0 : 72}
              y={narrow ? -4 : 26}
              textAnchor={narrow ? 'start' : 'end'}
              className={styles.label}
            >
              {tokens} tokens
            </text>
          )}
          <rect x={left} y={4} width={x(bytes)} height={18} fill={colour} />
          <text x={left - 6} y={13} dy="0.35em" textAnchor="end" className={styles.tick}>
            {name}
          </text>
          <text x={left + 6 + x(bytes)} y={13} dy="0.35em" className={styles.tick}>
            {formatBytes(bytes, locale)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A text with Δ at each token: the mean of a layer above, its most decided channel below, each over its largest. */
export function DeltaStill({ locale }: { locale: string }) {
  const { tokens, mean, one, channel } = recorded.delta;
  const [above, below] = [stripeShares(mean), stripeShares(one)];
  const most = (values: readonly number[]) => formatNumber(Math.max(...values), locale, 2);
  const labels: [string, string] =
    locale === 'es'
      ? [`Δ, promedio: hasta ${most(mean)}`, `Δ del canal ${channel}: hasta ${most(one)}`]
      : [`Δ, mean: up to ${most(mean)}`, `Δ of channel ${channel}: up to ${most(one)}`];
  return (
    <StripStill
      tokens={tokens}
      above={above}
      below={below}
      labels={labels}
      colours={['var(--sym-delta)', 'var(--sym-delta)']}
    />
  );
}

/** Write against keep of every token of one text, in Mamba and in S4D. */
export function PlanesStill({ locale }: { locale: string }) {
  return <ForWidths draw={(width, narrow) => <Planes locale={locale} width={width} side={narrow ? 130 : 220} />} />;
}

function Planes({ locale, width, side }: { locale: string; width: number; side: number }) {
  const panels = [
    { name: 'Mamba', ...recorded.planes.mamba },
    { name: 'S4D', ...recorded.planes.s4d },
  ];
  const words = locale === 'es' ? ['escribe', 'conserva'] : ['writes', 'keeps'];
  const x = scaleLinear([0, Math.max(...recorded.planes.mamba.write) * 1.1], [0, side - 10]);
  const y = scaleLinear([0.8, 1], [150, 0]);
  return (
    <svg viewBox={`0 0 ${width} 210`} className={`${styles.svg} ${styles.still}`} aria-hidden="true">
      {panels.map(({ name, write, keep }, i) => (
        <g key={name} transform={`translate(${32 + i * (side + 44)},24)`}>
          <text y={-8} className={styles.label}>
            {name}
          </text>
          <rect width={side} height={150} fill="none" stroke="var(--rule)" />
          {write.map((v, t) => (
            <circle key={t} cx={x(v)} cy={y(keep[t]!)} r="4" fill="var(--sym-B)" fillOpacity="0.5" />
          ))}
          <text x={side} y={168} textAnchor="end" className={styles.tick}>
            {words[0]} →
          </text>
          <text x={-6} y={10} textAnchor="end" className={styles.tick}>
            1
          </text>
          <text x={-6} y={150} textAnchor="end" className={styles.tick}>
            0.8
          </text>
          <text x={side} y={-8} textAnchor="end" className={styles.tick}>
            ↑ {words[1]}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Mean surprise with parts of a Mamba taken away. */
export function PartsStill({ locale }: { locale: Locale }) {
  const words: Readonly<Record<string, string>> = TAKE_AWAY_WORDS[locale];
  const bars = recorded.parts.map(({ id, bits }) => ({ label: words[id]!, value: bits }));
  return <BarsStill bars={bars} format={(v) => formatNumber(v, locale)} colour="var(--sym-y)" />;
}

/** What the tokens after a pause cost more, with the state lost above and the window lost below. */
export function SavedStill({ locale }: { locale: string }) {
  const { tokens, nothing, conv, ssm } = recorded.saved;
  const [state, window] = [costOf(ssm, nothing), costOf(conv, nothing)];
  const most = Math.max(...state, ...window);
  const upTo =
    locale === 'es' ? `, hasta ${formatNumber(most, locale, 2)} bits` : `, up to ${formatNumber(most, locale, 2)} bits`;
  return (
    <StripStill
      tokens={tokens}
      above={stripeShares(state, most)}
      below={stripeShares(window, most)}
      labels={[
        (locale === 'es' ? 'sin el estado' : 'state lost') + upTo,
        locale === 'es' ? 'sin la ventana, en la misma escala' : 'window lost, on the same scale',
      ]}
      colours={['var(--sym-h)', 'var(--sym-x)']}
    />
  );
}
