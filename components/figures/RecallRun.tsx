'use client';
import { useLocale } from 'next-intl';
import recall from '@/public/evaluations/recall.json';
import { TokenStrip } from '../charts/TokenStrip';
import { seriesTable } from '../charts/tables';
import { NumberField } from '../controls/NumberField';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { AccuracyChart } from './AccuracyChart';
import { curvesOf, type EvaluatedModel, shippedRuns } from './evaluations';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { changesFor, dashOfSize, type Off, only, tryRecall } from './recall';
import { RECALL_WORDS as words } from './recall-words';
import { useChoices } from './use-choices';
import { useRun } from './use-run';
import { useWords } from './words';

/**
 * Recorded accuracy at associative recall by number of pairs, for the models that `keep` leaves, and one example run here. With `cut` the
 * output of the attention layers can be set to zero.
 */
export function RecallRun({
  keep,
  start,
  cut = false,
  ...props
}: LiveFigureProps & {
  readonly keep: (model: EvaluatedModel) => boolean;
  readonly start: string;
  readonly cut?: boolean;
}) {
  const locale = useLocale();
  const w = useWords(words);
  const evaluation = only(recall, keep);
  const live = shippedRuns(evaluation);
  const modelOf = (id: string) => live.find(({ model }) => model === id)!;
  const begin = { model: start, pairs: 16, seed: 1, off: 'nothing' as Off };
  const [now, choose, reset] = useChoices(begin);
  const chosen = modelOf(now.model);
  const { engine, state, answer, busy } = useRun(
    chosen.bundle,
    `${now.pairs} ${now.seed} ${now.off}`,
    (model, signal) => tryRecall(model, now.pairs, now.seed, changesFor(now.off, model.info.blueprint), signal),
  );
  const series = curvesOf(evaluation, locale).map((curve) => ({
    ...curve,
    dashed: dashOfSize(evaluation.models, curve.id),
  }));
  const attends = cut && !/^mamba/.test(now.model);
  return (
    <Figure
      {...props}
      state={state}
      reserve="420px"
      onReset={reset}
      table={() => seriesTable(series, w.pairs, w.right)}
      controls={
        <>
          <Select
            label={w.model}
            value={now.model}
            options={live.map(({ model }) => model)}
            name={(id) => modelOf(id).title[locale]}
            onChange={(model) => choose({ model, off: 'nothing' })}
          />
          <Select
            label={w.pairs}
            value={now.pairs}
            options={chosen.cells.map(({ size }) => size)}
            onChange={(pairs) => choose({ pairs })}
          />
          <NumberField
            label={w.seed}
            value={now.seed}
            min={1}
            max={256}
            onChange={(value) => choose({ seed: value })}
          />
          {attends && (
            <Select
              label={w.without}
              value={now.off}
              data-off
              options={['nothing', 'attention', 'state'] as const}
              name={(off) => w[off]}
              onChange={(value) => choose({ off: value })}
            />
          )}
          <EngineBadge engine={engine} />
        </>
      }
    >
      <AccuracyChart
        series={series}
        unit={w.pairs}
        right={w.right}
        locale={locale}
        marks={[{ x: now.pairs, label: w.below }]}
      />
      {answer && (
        <div className={busy ? styles.busy : undefined} data-right={answer.right} data-asked={answer.asked}>
          <p className={styles.said} role="status">
            {w.says.replace('{right}', String(answer.right)).replace('{asked}', String(answer.asked))}
          </p>
          <TokenStrip
            tokens={answer.tokens.map((token) => ` ${token}`)}
            label={w.strip}
            locale={locale}
            below={{ label: w.chance, values: answer.chances, colour: 'var(--sym-y)', max: 1 }}
          />
        </div>
      )}
    </Figure>
  );
}
