'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../../charts/format';
import { Slider } from '../../controls/Slider';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { Sized } from '../Sized';
import { defineWords, useWords } from '../words';
import { ClaimedChart, words as chartWords } from './ClaimedChart';
import { effective, LENGTHS, openEnded, ranked, shortLength, THRESHOLD } from './claimed';

const words = defineWords({
  en: {
    threshold: 'Good enough is more than',
    model: 'Model',
    of: 'RULER’s own: {v}',
    longest: 'Still good enough where the table ends: {n} of {all}.',
    note: '* reported by its own makers',
  },
  es: {
    threshold: 'Basta con más de',
    model: 'Modelo',
    of: 'El de RULER: {v}',
    longest: 'Siguen bastando donde acaba la tabla: {n} de {all}.',
    note: '* lo dan sus propios autores',
  },
});

/** Claimed and effective context of a dozen published models, with the threshold under your hand. */
export default function Claimed(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [threshold, set] = useState(THRESHOLD);
  const rows = ranked(threshold);
  const good = rows.filter((row) => effective(row, threshold) === LENGTHS.at(-1));
  return (
    <Figure
      {...props}
      onReset={() => set(THRESHOLD)}
      table={() => ({
        columns: [w.model, names.claimed, names.effective, ...LENGTHS.map(shortLength)],
        rows: rows.map((row) => [
          row.name,
          shortLength(row.claimed),
          `${openEnded(row, threshold) ? '≥ ' : ''}${shortLength(effective(row, threshold))}`,
          ...row.scores,
        ]),
      })}
      controls={
        <>
          <Slider
            label={w.threshold}
            value={threshold}
            min={60}
            max={97}
            step={0.1}
            format={(v) => formatNumber(v, locale)}
            onChange={set}
          />
          <button type="button" onClick={() => set(THRESHOLD)}>
            {w.of.replace('{v}', formatNumber(THRESHOLD, locale))}
          </button>
        </>
      }
    >
      <Sized>{(width) => <ClaimedChart threshold={threshold} locale={locale} width={width} />}</Sized>
      <p className={styles.said} role="status" data-good={good.length}>
        {w.longest.replace('{n}', String(good.length)).replace('{all}', String(rows.length))} {w.note}
      </p>
    </Figure>
  );
}
