/** Still pictures of the chapter on hybrids: from blueprints, from the cards of our models, and from recorded runs (recorded-hybrids.json). */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { ReactNode } from 'react';
import recall from '@/public/evaluations/recall.json';
import { formatBytes, formatCount, formatNumber } from '../charts/format';
import { tokenLabel } from '../charts/token-text';
import type { Locale } from '../i18n/locales';
import { BarsStill } from './BarsStill';
import { CurvesStill } from './CurvesStill';
import { CONTEXTS, keptBy, RIVAL } from './cache-and-state';
import { CACHE_AND_STATE_WORDS } from './cache-and-state-words';
import styles from './figures.module.css';
import { WINDOW } from './half-lives';
import { FAMILIES, FAMILY_COLOURS, positionsOf } from './parents';
import { PARENTS_WORDS } from './parents-words';
import { stripName } from './read-the-strip';
import { isSmallOrHybrid, only } from './recall';
import recorded from './recorded-hybrids.json';
import { StripRows } from './StripRows';
import { MINI, priceOf } from './total-active';
import { TOTAL_ACTIVE_WORDS } from './total-active-words';
import { MIXER_COLOURS } from './without-layers';
import { WITHOUT_LAYERS_WORDS } from './without-layers-words';

const W = 576;

/** Loss by position of the five models. */
function ParentsStill({ locale }: { locale: Locale }) {
  const rows = FAMILIES.map((family) => ({ family, ...positionsOf(family) }));
  const all = rows.flatMap(({ y }) => y);
  const x = scaleLinear([0, Math.max(...rows[0]!.x)], [36, W - 140]);
  const y = scaleLinear([Math.min(...all), Math.max(...all)], [190, 14]);
  return (
    <svg viewBox={`0 0 ${W} 226`} className={styles.svg} aria-hidden="true">
      <line x1={x(WINDOW)} x2={x(WINDOW)} y1={8} y2={196} stroke="var(--ink-soft)" strokeDasharray="3 3" />
      {rows.map(({ family, x: at, y: values }, i) => (
        <g key={family}>
          <path
            d={
              line<number>(
                (_, k) => x(at[k]!),
                (v) => y(v),
              )(values) ?? ''
            }
            fill="none"
            stroke={FAMILY_COLOURS[family]}
            strokeWidth="2"
          />
          <text x={W - 132} y={22 + i * 18} fill={FAMILY_COLOURS[family]}>
            {PARENTS_WORDS[locale][family]}
          </text>
        </g>
      ))}
      {y.ticks(4).map((v) => (
        <text key={v} x={30} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
          {formatNumber(v, locale)}
        </text>
      ))}
      {[0, 256, 512, 768].map((v) => (
        <text key={v} x={x(v)} y={214} textAnchor="middle" className={styles.tick}>
          {v}
        </text>
      ))}
    </svg>
  );
}

/** Experts by tokens: the weights of the two that were chosen. */
function RouterStill({ locale }: { locale: Locale }) {
  const { tokens, experts, weights } = recorded.router;
  const [left, top] = [76, 64];
  const cell = (W - left) / tokens.length;
  return (
    <svg viewBox={`0 0 ${W} ${top + experts * 24 + 8}`} className={styles.svg} aria-hidden="true">
      {tokens.map((token, t) => (
        <text
          key={t}
          transform={`translate(${left + (t + 0.6) * cell},${top - 6}) rotate(-60)`}
          className={styles.tick}
        >
          {tokenLabel(token)}
        </text>
      ))}
      {Array.from({ length: experts }, (_, e) => (
        <g key={e} transform={`translate(0,${top + e * 24})`}>
          <text x={left - 8} y={12} dy="0.35em" textAnchor="end" className={styles.tick}>
            {locale === 'es' ? 'experto' : 'expert'} {e}
          </text>
          {tokens.map((_, t) => (
            <rect
              key={t}
              x={left + t * cell}
              width={cell - 1}
              height={23}
              fill="var(--ink)"
              fillOpacity={weights[t * experts + e]}
              stroke="var(--rule)"
              strokeWidth="0.5"
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** Cache and state of Jamba-1.5-Mini against length, beside the cache of Llama 3.1. */
function KeptStill({ locale }: { locale: Locale }) {
  const w = CACHE_AND_STATE_WORDS[locale];
  const kept = CONTEXTS.map((n) => keptBy('jamba-1.5-mini', n));
  const rows = [
    { name: stripName(RIVAL), values: CONTEXTS.map((n) => keptBy(RIVAL, n).cache), colour: 'var(--ink-soft)' },
    { name: w.cache, values: kept.map(({ cache }) => cache), colour: 'var(--sym-attention)' },
    { name: w.state, values: kept.map(({ state }) => state), colour: 'var(--sym-h)' },
  ];
  const all = rows.flatMap(({ values }) => values);
  const x = scaleLog([CONTEXTS[0]!, CONTEXTS.at(-1)!], [64, W - 110]);
  const y = scaleLog([Math.min(...all), Math.max(...all)], [210, 14]);
  return (
    <svg viewBox={`0 0 ${W} 240`} className={styles.svg} aria-hidden="true">
      {rows.map(({ name, values, colour }) => (
        <g key={name}>
          <path
            d={
              line<number>(
                (_, i) => x(CONTEXTS[i]!),
                (v) => y(v),
              )(values) ?? ''
            }
            fill="none"
            stroke={colour}
            strokeWidth="2"
          />
          <text x={W - 104} y={y(values.at(-1)!)} dy="0.35em" fill={colour}>
            {name}
          </text>
          <text x={58} y={y(values[0]!)} dy="0.35em" textAnchor="end" className={styles.tick}>
            {formatBytes(values[0]!, locale)}
          </text>
        </g>
      ))}
      {[256, 4096, 65536, 262144].map((v) => (
        <text key={v} x={x(v)} y={230} textAnchor="middle" className={styles.tick}>
          {v < 1024 ? v : `${v / 1024}K`}
        </text>
      ))}
    </svg>
  );
}

export const hybridStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  'read-the-strip': ({ locale }) => <StripRows locale={locale} />,
  'without-layers': ({ locale }) => {
    const w = WITHOUT_LAYERS_WORDS[locale];
    const bars = recorded.without['stories-mamba2-hybrid'].cuts.map(({ layer, mixer, bits }) => ({
      label: (mixer === 'attention' ? w.attention : w.ssm).replace('{l}', String(layer)),
      value: Math.max(0, bits),
      colour: MIXER_COLOURS[mixer === 'attention' ? 'attention' : 'ssm'],
    }));
    return <BarsStill bars={bars} format={(v) => formatNumber(v, locale, 2)} />;
  },
  'recall-hybrid': ({ locale }) => (
    <CurvesStill
      evaluation={only(recall, isSmallOrHybrid)}
      locale={locale}
      unit={locale === 'es' ? 'parejas' : 'pairs'}
      linear
    />
  ),
  parents: ({ locale }) => <ParentsStill locale={locale} />,
  'router-at-work': ({ locale }) => <RouterStill locale={locale} />,
  'total-active': ({ locale }) => {
    const w = TOTAL_ACTIVE_WORDS[locale];
    const { total, active } = priceOf(MINI);
    const bars = [
      { label: w.total, value: total },
      { label: w.active, value: active },
    ];
    return <BarsStill bars={bars} format={(v) => formatCount(v, locale)} colour="var(--sym-delta)" />;
  },
  'cache-and-state': ({ locale }) => <KeptStill locale={locale} />,
};
