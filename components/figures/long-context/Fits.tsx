'use client';
import { useLocale } from 'next-intl';
import { Select } from '../../controls/Select';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import { nameOf } from '../four-bills';
import type { LiveFigureProps } from '../live';
import { Sized } from '../Sized';
import { useChoices } from '../use-choices';
import { defineWords, useWords } from '../words';
import { words as chartWords, FitsChart, gigabytes } from './FitsChart';
import { cardsFor, FIT_LENGTHS, FIT_MODELS, type FitModel, fitOf, PRECISIONS } from './fits';

const words = defineWords({
  en: {
    model: 'Model',
    length: 'Context',
    cards: 'Cards of 80 GB',
    precision: 'precision',
    total: 'all',
    needs: 'Fewest cards of 80 GB: {list}.',
  },
  es: {
    model: 'Modelo',
    length: 'Contexto',
    cards: 'Tarjetas de 80 GB',
    precision: 'precisión',
    total: 'todo',
    needs: 'Tarjetas de 80 GB, como mínimo: {list}.',
  },
});

const START: { model: FitModel; length: number; cards: number } = {
  model: 'jamba-1.5-mini',
  length: 256 * 1024,
  cards: 1,
};

/** Weights, cache and state against the memory of graphics cards, from the blueprint. */
export default function Fits(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [{ model, length, cards }, choose, reset] = useChoices(START);
  const parts = ['wide', 'narrow', 'cache', 'state'] as const;
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.precision, ...parts.map((part) => names[part]), w.total],
        rows: PRECISIONS.map((precision) => {
          const fit = fitOf(model, precision, length);
          return [names[precision], ...parts.map((part) => gigabytes(fit[part], locale)), gigabytes(fit.total, locale)];
        }),
      })}
      controls={
        <>
          <Select
            label={w.model}
            value={model}
            options={FIT_MODELS}
            name={nameOf}
            onChange={(value) => choose({ model: value })}
          />
          <Select
            label={w.length}
            value={length}
            options={FIT_LENGTHS}
            name={(tokens) => `${tokens / 1024}K`}
            onChange={(value) => choose({ length: value })}
          />
          <Select label={w.cards} value={cards} options={[1, 2, 4, 8]} onChange={(value) => choose({ cards: value })} />
        </>
      }
    >
      <Sized>
        {(width) => <FitsChart model={model} length={length} cards={cards} locale={locale} width={width} />}
      </Sized>
      <p className={styles.said} role="status">
        {w.needs.replace(
          '{list}',
          PRECISIONS.map((precision) => `${names[precision]} ${cardsFor(fitOf(model, precision, length))}`).join(', '),
        )}
      </p>
    </Figure>
  );
}
