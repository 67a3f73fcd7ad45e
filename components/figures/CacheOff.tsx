'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber, formatSeconds, formatWhole } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { COUNTS, writeBothWays } from './cache-off';
import { CACHE_OFF_WORDS as words } from './cache-off-words';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { useRun } from './use-run';
import { fill, useWords } from './words';

const SHOWN = ['keys', 'time'] as const;
export const START = { count: 32 as number, shown: 'keys' as (typeof SHOWN)[number] };

/** A Transformer writes the same tokens with its cache and without: keys computed, and time on this device. */
export default function CacheOff(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ count, shown }, choose, reset] = useChoices(START);
  const [round, setRound] = useState(1);
  const { engine, state, answer, busy } = useRun('stories-transformer', `${count} ${round}`, (model, signal) =>
    writeBothWays(model, count, signal),
  );
  const ways =
    answer &&
    ([
      ['dropped', answer.dropped],
      ['kept', answer.kept],
    ] as const);
  const series = (ways ?? []).map(([way, written]) => ({
    id: way,
    label: w[way],
    colour: way === 'kept' ? 'var(--sym-attention)' : 'var(--ink)',
    x: written.ids.map((_, i) => i + 1),
    y: shown === 'keys' ? written.keys : written.milliseconds.map((ms) => ms / 1000),
  }));
  const total = (values: readonly number[]) => values.at(-1)!;
  return (
    <Figure
      {...props}
      state={state}
      reserve="330px"
      onReset={reset}
      {...(answer ? { table: () => seriesTable(series, w.tokens, w[shown]) } : {})}
      controls={
        <>
          <Select label={w.count} value={count} options={COUNTS} onChange={(value) => choose({ count: value })} />
          <Select
            label={w.show}
            value={shown}
            options={SHOWN}
            name={(which) => w[which]}
            onChange={(value) => choose({ shown: value })}
          />
          <button type="button" disabled={busy} onClick={() => setRound(round + 1)}>
            {w.again}
          </button>
          <EngineBadge engine={engine} />
        </>
      }
    >
      {answer && (
        <div className={busy ? styles.busy : undefined}>
          <LineChart
            series={series}
            xLabel={w.tokens}
            yLabel={w[shown]}
            label={w[shown]}
            locale={locale}
            yZero
            formatX={(v) => formatWhole(v, locale)}
            formatY={(v) => (shown === 'keys' ? formatWhole(v, locale) : formatSeconds(v))}
          />
          <p
            className={`${styles.said} ${styles.found}`}
            role="status"
            data-kept={total(answer.kept.keys)}
            data-dropped={total(answer.dropped.keys)}
          >
            {fill(w.says, {
              n: answer.kept.ids.length,
              kept: formatWhole(total(answer.kept.keys), locale),
              dropped: formatWhole(total(answer.dropped.keys), locale),
              keys: formatNumber(total(answer.dropped.keys) / total(answer.kept.keys), locale),
              keptTime: formatSeconds(total(answer.kept.milliseconds) / 1000),
              droppedTime: formatSeconds(total(answer.dropped.milliseconds) / 1000),
              time: formatNumber(total(answer.dropped.milliseconds) / total(answer.kept.milliseconds), locale, 2),
            })}{' '}
            {answer.kept.ids.join() === answer.dropped.ids.join() ? w.same : w.differs}
          </p>
        </div>
      )}
    </Figure>
  );
}
