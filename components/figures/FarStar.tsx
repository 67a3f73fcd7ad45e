'use client';
import { useLocale } from 'next-intl';
import { tasks } from '@/engine/tasks';
import induction from '@/public/evaluations/induction.json';
import { formatPercent, formatWhole } from '../charts/format';
import { seriesTable } from '../charts/tables';
import { quoteToken } from '../charts/token-text';
import { NumberField } from '../controls/NumberField';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { AccuracyChart } from './AccuracyChart';
import { curvesOf, shippedRuns } from './evaluations';
import { LENGTHS, LONGEST_TRAINED, lengthsOf, tryStar } from './far-star';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { useRun } from './use-run';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    model: 'Model',
    length: 'Length',
    seed: 'Example',
    tokens: 'tokens read before the question',
    right: 'right answers',
    trained: 'longest in training',
    chance: 'guessing',
    good: 'Read {n} tokens here; the first star is {d} tokens back. It says {said}, with {share}: right.',
    bad: 'Read {n} tokens here; the first star is {d} tokens back. It says {said}, with {share}: wrong, it was {answer}.',
  },
  es: {
    model: 'Modelo',
    length: 'Longitud',
    seed: 'Ejemplo',
    tokens: 'tokens leídos antes de la pregunta',
    right: 'respuestas correctas',
    trained: 'lo más largo al entrenar',
    chance: 'al azar',
    good: 'Leídos aquí {n} tokens; el primer asterisco está {d} tokens atrás. Dice {said}, con {share}: correcto.',
    bad: 'Leídos aquí {n} tokens; el primer asterisco está {d} tokens atrás. Dice {said}, con {share}: mal, era {answer}.',
  },
});

export const START = { model: 'mamba', length: 1024, seed: 1 };
const models = shippedRuns(induction);
const modelOf = (id: string) => models.find(({ model }) => model === id)!;
const names = tasks.induction.vocabulary;

/** The induction head far beyond the lengths of its training: one example run here, and the recorded accuracy at every length. */
export default function FarStar(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [now, choose, reset] = useChoices(START);
  const { length, seed } = now;
  const chosen = modelOf(now.model);
  const lengths = lengthsOf(chosen.architecture);
  const { engine, state, answer, busy } = useRun(chosen.bundle, `${length} ${seed}`, (model, signal) =>
    tryStar(model, length, seed, signal),
  );
  const series = [
    ...curvesOf(induction, locale),
    {
      id: 'chance',
      label: w.chance,
      colour: 'var(--ink-soft)',
      x: [LENGTHS[0]!, LENGTHS.at(-1)!],
      y: [induction.chance, induction.chance],
      dashed: true,
    },
  ];
  return (
    <Figure
      {...props}
      state={state}
      reserve="300px"
      onReset={reset}
      table={() => seriesTable(series, w.tokens, w.right)}
      controls={
        <>
          <Select
            label={w.model}
            value={now.model}
            options={models.map(({ model }) => model)}
            name={(id) => modelOf(id).title[locale]}
            onChange={(model) =>
              choose({ model, length: Math.min(length, lengthsOf(modelOf(model).architecture).at(-1)!) })
            }
          />
          <Select
            label={w.length}
            value={length}
            options={lengths}
            name={(n) => formatWhole(n, locale)}
            onChange={(value) => choose({ length: value })}
          />
          <NumberField label={w.seed} value={seed} min={1} max={256} onChange={(value) => choose({ seed: value })} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      <AccuracyChart
        series={series}
        unit={w.tokens}
        right={w.right}
        locale={locale}
        log
        marks={[
          { x: LONGEST_TRAINED, label: w.trained },
          ...(length > LONGEST_TRAINED ? [{ x: length, label: formatWhole(length, locale) }] : []),
        ]}
      />
      {answer && (
        <p
          className={`${styles.said} ${busy ? styles.busy : ''}`}
          role="status"
          data-length={answer.length}
          data-said={answer.said}
        >
          {(answer.said === answer.answer ? w.good : w.bad)
            .replace('{n}', formatWhole(answer.length, locale))
            .replace('{d}', formatWhole(answer.distance, locale))
            .replace('{said}', quoteToken(names[answer.said]!, locale))
            .replace('{share}', formatPercent(answer.share))
            .replace('{answer}', quoteToken(names[answer.answer]!, locale))}
        </p>
      )}
    </Figure>
  );
}
