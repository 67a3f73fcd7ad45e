'use client';
import { useLocale } from 'next-intl';
import { useMemo, useState } from 'react';
import { formatNumber, formatWhole } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { StopSlider } from '../../controls/Slider';
import { formatLength } from '../../cost/format-length';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { defineWords, useWords } from '../words';
import { BATCHES, firstLength, LENGTHS, timesFewer } from './eight-times';

const words = defineWords({
  en: {
    batch: 'Texts at once',
    length: 'tokens in each text',
    times: 'times fewer bytes per token',
    line: '8 times',
    lines: '{n} at once',
    said: '{n} at once: ×{short} at 2K tokens, ×{long} at 64K. Eight times from {at} tokens.',
    never: '{n} at once: ×{short} at 2K tokens, ×{long} at 64K. Never eight times up to a million tokens.',
  },
  es: {
    batch: 'Textos a la vez',
    length: 'tokens de cada texto',
    times: 'veces menos bytes por token',
    line: '8 veces',
    lines: '{n} a la vez',
    said: '{n} a la vez: ×{short} con 2K tokens, ×{long} con 64K. Ocho veces desde {at} tokens.',
    never: '{n} a la vez: ×{short} con 2K tokens, ×{long} con 64K. Nunca ocho veces hasta un millón de tokens.',
  },
});

const START = 1;

/** The ratio of bytes moved, by length, for one batch beside the largest and the smallest. */
export default function EightTimes(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [batch, set] = useState<number>(START);
  const series = useMemo(() => {
    const others = [1, 128].filter((n) => n !== batch);
    return [
      ...others.map((n) => ({
        id: `n${n}`,
        label: w.lines.replace('{n}', String(n)),
        colour: 'var(--ink-soft)',
        x: LENGTHS,
        y: LENGTHS.map((L) => timesFewer(L, n)),
      })),
      {
        id: 'chosen',
        label: w.lines.replace('{n}', String(batch)),
        colour: 'var(--sym-C)',
        x: LENGTHS,
        y: LENGTHS.map((L) => timesFewer(L, batch)),
      },
      { id: 'eight', label: w.line, colour: 'var(--ink-soft)', x: LENGTHS, y: LENGTHS.map(() => 8), dashed: true },
    ];
  }, [batch, w]);
  const eight = firstLength(8, batch);
  const say = (L: number) => formatNumber(timesFewer(L, batch), locale);
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => seriesTable(series, w.length, w.times)}
      controls={<StopSlider label={w.batch} value={batch} stops={BATCHES} onChange={set} />}
    >
      <LineChart
        series={series}
        xLog
        yLog
        xBase={2}
        yBase={2}
        xLabel={w.length}
        yLabel={w.times}
        label={w.times}
        locale={locale}
        height={280}
        formatX={(v) => formatLength(v, locale)}
        formatY={(v) => formatNumber(v, locale)}
      />
      <p
        className={styles.said}
        role="status"
        data-batch={batch}
        data-short={timesFewer(2048, batch)}
        data-eight={eight}
      >
        {(eight === null ? w.never : w.said)
          .replace('{n}', String(batch))
          .replace('{short}', say(2048))
          .replace('{long}', say(65_536))
          .replace('{at}', eight === null ? '' : formatWhole(Number(eight.toPrecision(3)), locale))}
      </p>
    </Figure>
  );
}
