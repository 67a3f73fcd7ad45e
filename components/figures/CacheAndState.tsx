'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { formatBytes, formatNumber, formatWhole } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { Select } from '../controls/Select';
import { StopSlider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import { CONTEXTS, KEEPERS, type Keeper, keptBy, overtakes, RIVAL } from './cache-and-state';
import { CACHE_AND_STATE_WORDS as words } from './cache-and-state-words';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { stripName } from './read-the-strip';
import { useChoices } from './use-choices';
import { useWords } from './words';

export const START: { model: Keeper; context: number } = { model: 'jamba-1.5-mini', context: CONTEXTS.at(-1)! };

/** Cache and state of a published hybrid against length, with the cache of a Transformer beside them. */
export default function CacheAndState(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ model, context }, choose, reset] = useChoices(START);
  const series = useMemo(() => {
    const kept = CONTEXTS.map((n) => keptBy(model, n));
    const rival = CONTEXTS.map((n) => keptBy(RIVAL, n).cache);
    return [
      { id: 'rival', label: stripName(RIVAL), colour: 'var(--ink-soft)', dashed: true, x: CONTEXTS, y: rival },
      { id: 'cache', label: w.cache, colour: 'var(--sym-attention)', x: CONTEXTS, y: kept.map((k) => k.cache) },
      { id: 'state', label: w.state, colour: 'var(--sym-h)', x: CONTEXTS, y: kept.map((k) => k.state) },
    ].filter(({ y }) => y.some((v) => v > 0));
  }, [model, w]);
  const { cache, state } = keptBy(model, context);
  const rival = keptBy(RIVAL, context).cache;
  const bytes = (v: number) => formatBytes(v, locale);
  const from = overtakes(model);
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => seriesTable(series, w.tokens, w.bytes)}
      controls={
        <>
          <Select
            label={w.model}
            value={model}
            options={KEEPERS}
            name={stripName}
            onChange={(value) => choose({ model: value })}
          />
          <StopSlider
            label={w.tokens}
            value={context}
            stops={CONTEXTS}
            format={(n) => formatWhole(n, locale)}
            onChange={(value) => choose({ context: value })}
          />
        </>
      }
    >
      <LineChart
        series={series}
        xLog
        yLog
        xBase={2}
        yBase={2}
        xLabel={w.tokens}
        yLabel={w.bytes}
        label={w.bytes}
        locale={locale}
        height={280}
        formatX={(v) => formatWhole(v, locale)}
        formatY={bytes}
        marks={[{ x: context, label: '' }]}
      />
      <p className={styles.said} role="status" data-cache={cache} data-state={state}>
        {w.says
          .replace('{n}', formatWhole(context, locale))
          .replace('{cache}', bytes(cache))
          .replace('{state}', bytes(state))
          .replace('{times}', formatNumber(rival / (cache + state), locale, 2))}{' '}
        {Number.isFinite(from) ? w.from.replace('{n}', formatWhole(from, locale)) : w.never}
      </p>
    </Figure>
  );
}
