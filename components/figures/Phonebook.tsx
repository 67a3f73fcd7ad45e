'use client';
import { useLocale } from 'next-intl';
import phonebook from '@/public/evaluations/phonebook.json';
import { formatPercent } from '../charts/format';
import { seriesTable } from '../charts/tables';
import { NumberField } from '../controls/NumberField';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { AccuracyChart } from './AccuracyChart';
import { curvesOf, shippedRuns } from './evaluations';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { type LookedUp, lookUp } from './phonebook';
import { PHONEBOOK_WORDS as words } from './phonebook-words';
import { useChoices } from './use-choices';
import { useRun } from './use-run';
import { fill, useWords } from './words';

export const START = { model: 'mamba', entries: 16, seed: 1 };
const models = shippedRuns(phonebook);
const modelOf = (id: string) => models.find(({ model }) => model === id)!;

/** Looking a name up: the recorded share of whole numbers by entries, and one example run here. */
export default function Phonebook(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [now, choose, reset] = useChoices(START);
  const { entries, seed } = now;
  const chosen = modelOf(now.model);
  const { engine, state, answer, busy } = useRun(chosen.bundle, `${entries} ${seed}`, (model, signal) =>
    lookUp(model, entries, seed, signal),
  );
  const series = curvesOf(phonebook, locale);
  return (
    <Figure
      {...props}
      state={state}
      reserve="380px"
      onReset={reset}
      table={() => seriesTable(series, w.entries, w.right)}
      controls={
        <>
          <Select
            label={w.model}
            value={now.model}
            options={models.map(({ model }) => model)}
            name={(id) => modelOf(id).title[locale]}
            onChange={(model) => choose({ model })}
          />
          <Select
            label={w.entries}
            value={entries}
            options={chosen.cells.map(({ size }) => size)}
            onChange={(value) => choose({ entries: value })}
          />
          <NumberField label={w.seed} value={seed} min={1} max={256} onChange={(value) => choose({ seed: value })} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      <AccuracyChart
        series={series}
        unit={w.entries}
        right={w.right}
        locale={locale}
        log
        marks={[{ x: phonebook.trainedOn.most, label: w.trained }]}
      />
      {answer && (
        <div className={`${styles.found} ${busy ? styles.busy : ''}`} data-asked={answer.asked} data-said={answer.said}>
          <Said answer={answer} />
          <p className={styles.book}>
            <b>{w.book}</b>{' '}
            {answer.book.map(({ name, number }, i) => (
              <span key={name} data-entry={i === answer.asked ? 'asked' : number === answer.said ? 'said' : undefined}>
                {name} {number}
              </span>
            ))}
          </p>
        </div>
      )}
    </Figure>
  );
}

/** What was asked, what the model says, and whose number that is. */
function Said({ answer }: { answer: LookedUp }) {
  const w = useWords(words);
  const { name, number } = answer.book[answer.asked]!;
  const { said, chance } = answer;
  const other = answer.book.find((entry) => entry.number === said);
  return (
    <p className={styles.said} role="status">
      {fill(said === number ? w.good : w.bad, { name, number, said, share: formatPercent(chance) })}
      {said !== number && other && ` ${fill(w.same, { other: other.name })}`}
    </p>
  );
}
