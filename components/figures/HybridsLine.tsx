'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { RadioGroup } from '../controls/RadioGroup';
import { Select } from '../controls/Select';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { HybridsChart } from './HybridsChart';
import { HybridsDots } from './HybridsDots';
import { COUNTS, type Count, HYBRIDS, type HybridModel } from './hybrid-models';
import { contextText, dateText, HYBRID_WORDS, ratioText, sizeText } from './hybrid-words';
import type { LiveFigureProps } from './live';
import { Sized } from './Sized';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    count: 'Count',
    mixers: 'mixers only (recurrent : attention)',
    all: 'every layer that is not attention',
    model: 'Model',
    hover: 'Point at a model, or choose one.',
    none: 'none',
  },
  es: {
    count: 'Cuenta',
    mixers: 'solo mezcladores (recurrentes : atención)',
    all: 'toda capa que no es de atención',
    model: 'Modelo',
    hover: 'Señala un modelo o elige uno.',
    none: 'ninguno',
  },
});

/** Narrower than this the names would hide each other: time runs down instead of across. */
const LEAST = 736;

/** The hybrids of 2024 to 2026 by date and ratio, counted in either way. */
export default function HybridsLine(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(HYBRID_WORDS);
  const [count, setCount] = useState<Count>('mixers');
  const [chosen, setChosen] = useState<HybridModel | null>(null);
  const [hovered, setHovered] = useState<HybridModel | null>(null);
  const lit = hovered ?? chosen;
  return (
    <Figure
      {...props}
      onReset={() => {
        setCount('mixers');
        setChosen(null);
      }}
      table={() => ({
        columns: [names.name, names.date, names.layer, names.ratio, names.context],
        rows: HYBRIDS.map((m) => [
          m.name,
          m.date,
          m.layer[locale],
          ratioText(m, count, locale),
          contextText(m.context, locale),
        ]),
      })}
      controls={
        <>
          <RadioGroup label={w.count} value={count} options={COUNTS} name={(name) => w[name]} onChange={setCount} />
          <Select
            label={w.model}
            value={chosen?.name ?? ''}
            options={['', ...HYBRIDS.map(({ name }) => name)]}
            name={(name) => name || w.none}
            onChange={(found) => setChosen(HYBRIDS.find(({ name }) => name === found) ?? null)}
          />
        </>
      }
    >
      <Sized>
        {(width) => {
          const Chart = width < LEAST ? HybridsDots : HybridsChart;
          return <Chart count={count} locale={locale} lit={lit} onLit={setHovered} width={width} />;
        }}
      </Sized>
      <p className={styles.said} role="status" data-ratio={lit ? ratioText(lit, count, locale) : undefined}>
        {lit
          ? `${lit.name}, ${dateText(lit.date, locale)}: ${lit.layer[locale]}, ${ratioText(lit, count, locale)}, ${sizeText(lit, locale)}, ${contextText(lit.context, locale)}`
          : w.hover}
      </p>
    </Figure>
  );
}
