/** Still pictures from recorded runs of the real models (recorded.json, made by scripts/record-figures.ts). */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { formatBytes, formatNumber } from '../charts/format';
import { tokenLabel } from '../charts/token-text';
import type { Locale } from '../i18n/locales';
import { BarsStill } from './BarsStill';
import styles from './figures.module.css';
import recorded from './recorded.json';
import { TAKE_AWAY_WORDS } from './take-away-words';

const W = 576;

/** Who looks at whom: a triangle of squares, the last row lifted out below. */
export function AttentionStill() {
  const { tokens, weights } = recorded.attention;
  const n = tokens.length;
  const [left, top, cell] = [64, 56, 22];
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
    <svg viewBox={`0 0 ${left + n * cell + 8} ${last + cell + 8}`} className={styles.svg} aria-hidden="true">
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
  const most = Math.max(...recorded.bytes.map(({ cache }) => cache));
  const x = scaleLinear([0, most], [0, W - 230]);
  const rows = recorded.bytes.flatMap(({ tokens, cache, state }) => [
    { tokens, bytes: cache, name: locale === 'es' ? 'caché KV' : 'KV cache', colour: 'var(--sym-attention)' },
    { tokens, bytes: state, name: locale === 'es' ? 'estado' : 'state', colour: 'var(--sym-h)' },
  ]);
  return (
    <svg viewBox={`0 0 ${W} ${rows.length * 26 + 24}`} className={styles.svg} aria-hidden="true">
      {rows.map(({ tokens, bytes, name, colour }, i) => (
        <g key={i} transform={`translate(0,${i * 26 + Math.floor(i / 2) * 12})`}>
          {i % 2 === 0 && (
            <text x={72} y={26} textAnchor="end" className={styles.label}>
              {tokens} tokens
            </text>
          )}
          <rect x={150} y={4} width={x(bytes)} height={18} fill={colour} />
          <text x={144} y={13} dy="0.35em" textAnchor="end" className={styles.tick}>
            {name}
          </text>
          <text x={156 + x(bytes)} y={13} dy="0.35em" className={styles.tick}>
            {formatBytes(bytes, locale)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** A text with the mean Δ of one layer over each token. */
export function DeltaStill({ locale }: { locale: string }) {
  const { tokens, mean } = recorded.delta;
  const shown = tokens.map((token, i) => ({ label: tokenLabel(token), value: mean[i]! })).slice(1);
  const perLine = 14;
  const cell = W / perLine;
  const least = Math.min(...mean);
  const y = scaleLinear([least * 0.9, Math.max(...mean)], [0, 44]);
  return (
    <svg viewBox={`0 0 ${W} ${Math.ceil(shown.length / perLine) * 92}`} className={styles.svg} aria-hidden="true">
      {shown.map(({ label, value }, i) => (
        <g key={i} transform={`translate(${(i % perLine) * cell},${Math.floor(i / perLine) * 92})`}>
          <rect x={6} y={64 - y(value)} width={cell - 12} height={y(value)} fill="var(--sym-delta)" />
          <text x={cell / 2} y={80} textAnchor="middle" className={styles.label}>
            {label}
          </text>
          <text x={cell / 2} y={60 - y(value)} textAnchor="middle" className={styles.tick}>
            {formatNumber(value, locale, 2)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Write against keep of every token of one text, in Mamba and in S4D. */
export function PlanesStill({ locale }: { locale: string }) {
  const panels = [
    { name: 'Mamba', ...recorded.planes.mamba },
    { name: 'S4D', ...recorded.planes.s4d },
  ];
  const words = locale === 'es' ? ['escribe', 'conserva'] : ['writes', 'keeps'];
  const x = scaleLinear([0, Math.max(...recorded.planes.mamba.write) * 1.1], [0, 210]);
  const y = scaleLinear([0.8, 1], [150, 0]);
  return (
    <svg viewBox={`0 0 ${W} 210`} className={styles.svg} aria-hidden="true">
      {panels.map(({ name, write, keep }, i) => (
        <g key={name} transform={`translate(${44 + i * 284},24)`}>
          <text y={-8} className={styles.label}>
            {name}
          </text>
          <rect width={220} height={150} fill="none" stroke="var(--rule)" />
          {write.map((v, t) => (
            <circle key={t} cx={x(v)} cy={y(keep[t]!)} r="4" fill="var(--sym-B)" fillOpacity="0.5" />
          ))}
          <text x={220} y={168} textAnchor="end" className={styles.tick}>
            {words[0]} →
          </text>
          <text x={-6} y={10} textAnchor="end" className={styles.tick}>
            1
          </text>
          <text x={-6} y={150} textAnchor="end" className={styles.tick}>
            0.8
          </text>
          <text x={6} y={144} className={styles.tick}>
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

/** Surprise of the tokens after a pause, with everything saved and with the state or the window lost. */
export function SavedStill({ locale }: { locale: string }) {
  const { tokens, nothing, conv, ssm } = recorded.saved;
  const shown = 10;
  const x = scaleLinear([0, shown - 1], [40, W - 40]);
  const y = scaleLinear([0, 7], [150, 8]);
  const rows = [
    { values: nothing, colour: 'var(--ink-soft)', name: locale === 'es' ? 'todo guardado' : 'all saved' },
    { values: conv, colour: 'var(--sym-x)', name: locale === 'es' ? 'sin la ventana' : 'window lost' },
    { values: ssm, colour: 'var(--sym-h)', name: locale === 'es' ? 'sin el estado' : 'state lost' },
  ];
  return (
    <svg viewBox={`0 0 ${W} 200`} className={styles.svg} aria-hidden="true">
      {rows.map(({ values, colour, name }, r) => (
        <g key={name}>
          <path
            d={
              line<number>(
                (_, i) => x(i),
                (v) => y(v),
              )(values.slice(0, shown)) ?? ''
            }
            fill="none"
            stroke={colour}
            strokeWidth="2"
          />
          <text x={48} y={20 + r * 18} fill={colour}>
            {name}
          </text>
        </g>
      ))}
      {tokens.slice(0, shown).map((token, i) => (
        <text key={i} x={x(i)} y={172} textAnchor="middle" className={styles.tick}>
          {tokenLabel(token)}
        </text>
      ))}
      {[0, 3, 6].map((v) => (
        <text key={v} x={34} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
          {v}
        </text>
      ))}
    </svg>
  );
}
