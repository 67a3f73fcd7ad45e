/** Still pictures of the chapter on memory, from recorded runs of the real models (recorded-memory.json, made by scripts/record-memory.ts). */
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { ReactNode } from 'react';
import induction from '@/public/evaluations/induction.json';
import phonebook from '@/public/evaluations/phonebook.json';
import recall from '@/public/evaluations/recall.json';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import { BarsStill } from './BarsStill';
import { CurvesStill } from './CurvesStill';
import { ForWidths } from './ForWidths';
import styles from './figures.module.css';
import { FORGET_WORDS } from './forget-words';
import { BINS, WINDOW } from './half-lives';
import { isPure, only } from './recall';
import recorded from './recorded-memory.json';
import { StripStill } from './StripStill';
import { BLOCK } from './too-long';

/** The half-lives of layer 3 on a logarithmic axis. */
function HalfLivesStill({ locale, width }: { locale: Locale; width: number }) {
  const { counts } = recorded.halfLives;
  const [low, high] = BINS.domain;
  const x = scaleLog([low, high], [8, width - 8]);
  const y = scaleLinear([0, Math.max(...counts)], [150, 14]);
  const edge = (i: number) => x(low * (high / low) ** (i / counts.length));
  return (
    <svg viewBox={`0 0 ${width} 190`} className={`${styles.svg} ${styles.still}`} aria-hidden="true">
      {counts.map((n, i) => (
        <rect key={i} x={edge(i)} y={y(n)} width={edge(i + 1) - edge(i) - 1} height={150 - y(n)} fill="var(--sym-h)" />
      ))}
      {[1, WINDOW].map((v) => (
        <g key={v}>
          <line x1={x(v)} x2={x(v)} y1={4} y2={150} stroke="var(--ink-soft)" strokeDasharray="3 3" />
          <text x={x(v) + 4} y={12} className={styles.tick}>
            {v === 1 ? '1 token' : `${WINDOW} tokens`}
          </text>
        </g>
      ))}
      {[0.1, 1, 10, 100, 1000].map((v) => (
        <text key={v} x={x(v)} y={168} textAnchor={v === 0.1 ? 'start' : 'middle'} className={styles.tick}>
          {formatNumber(v, locale)}
        </text>
      ))}
      <text x={width - 8} y={184} textAnchor="end" className={styles.tick}>
        {locale === 'es' ? 'semivida (tokens)' : 'half-life (tokens)'}
      </text>
    </svg>
  );
}

/** Surprise of a Mamba and a Transformer past the training window. */
function LongStill({ width }: { width: number }) {
  const rows = [
    { name: 'Transformer', values: recorded.long.transformer.bits, colour: 'var(--sym-attention)' },
    { name: 'Mamba', values: recorded.long.mamba.bits, colour: 'var(--sym-h)' },
  ];
  const n = recorded.long.mamba.bits.length;
  const x = scaleLinear([0, n * BLOCK], [36, width - 110]);
  const y = scaleLinear([0, Math.max(...rows.flatMap(({ values }) => values))], [170, 14]);
  return (
    <svg viewBox={`0 0 ${width} 200`} className={`${styles.svg} ${styles.still}`} aria-hidden="true">
      <line x1={x(WINDOW)} x2={x(WINDOW)} y1={8} y2={170} stroke="var(--ink-soft)" strokeDasharray="3 3" />
      {rows.map(({ name, values, colour }) => (
        <g key={name}>
          <path
            d={
              line<number>(
                (_, i) => x((i + 1) * BLOCK),
                (v) => y(v),
              )(values) ?? ''
            }
            fill="none"
            stroke={colour}
            strokeWidth="2"
          />
          <text x={width - 102} y={y(values.at(-1)!)} dy="0.35em" fill={colour}>
            {name}
          </text>
        </g>
      ))}
      {[0, 256, 512, 768, 1024].map((v) => (
        <text key={v} x={x(v)} y={188} textAnchor="middle" className={styles.tick}>
          {v}
        </text>
      ))}
      {y.ticks(4).map((v) => (
        <text key={v} x={28} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
          {v}
        </text>
      ))}
    </svg>
  );
}

const say = (locale: Locale, en: string, es: string) => (locale === 'es' ? es : en);

export const memoryStills: Readonly<Record<string, (props: { locale: Locale }) => ReactNode>> = {
  'half-lives': ({ locale }) => <ForWidths draw={(width) => <HalfLivesStill locale={locale} width={width} />} />,
  'who-survives': ({ locale }) => (
    <StripStill
      tokens={recorded.survival.tokens.slice(9)}
      above={recorded.survival.mean.slice(9)}
      below={recorded.survival.one.slice(9)}
      labels={[
        say(locale, 'left of “box”, mean', 'queda de «box», promedio'),
        say(locale, `in channel ${recorded.survival.channel}`, `en el canal ${recorded.survival.channel}`),
      ]}
      colours={['var(--sym-h)', 'var(--sym-A)']}
    />
  ),
  'forget-often': ({ locale }) => {
    const w = FORGET_WORDS[locale];
    const whole = recorded.forget.find(({ every }) => every === null)!.bits;
    const bars = recorded.forget
      .filter(({ every }) => every !== null)
      .map(({ every, bits }) => ({ label: w.every.replace('{k}', String(every)), value: bits - whole }));
    return <BarsStill bars={bars} format={(v) => formatNumber(v, locale)} colour="var(--sym-h)" />;
  },
  'the-star': ({ locale }) => (
    <StripStill
      tokens={recorded.star.tokens}
      above={recorded.star.kept}
      below={recorded.star.read}
      labels={[
        say(locale, 'kept of the state', 'se conserva del estado'),
        say(locale, 'read by the last *', 'lo lee el último *'),
      ]}
      colours={['var(--sym-A)', 'var(--sym-C)']}
    />
  ),
  'far-star': ({ locale }) => (
    <CurvesStill evaluation={induction} locale={locale} unit={say(locale, 'tokens read', 'tokens leídos')} />
  ),
  'too-long': () => <ForWidths draw={(width) => <LongStill width={width} />} />,
  'recall-size': ({ locale }) => (
    <CurvesStill evaluation={only(recall, isPure)} locale={locale} unit={say(locale, 'pairs', 'parejas')} linear />
  ),
  phonebook: ({ locale }) => (
    <CurvesStill evaluation={phonebook} locale={locale} unit={say(locale, 'entries', 'entradas')} />
  ),
};
