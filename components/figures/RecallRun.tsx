'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import recall from '@/public/evaluations/recall.json';
import { formatPercent } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { TokenStrip } from '../charts/TokenStrip';
import { seriesTable } from '../charts/tables';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { curvesOf, type EvaluatedModel, SHORT } from './evaluations';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { changesFor, type Off, only, stateSizeOf, tryRecall } from './recall';
import { RECALL_WORDS as words } from './recall-words';
import { useFailure, useLive } from './use-live';
import { useQuestion } from './use-question';
import { useWords } from './words';

/** Line styles tell state sizes apart where colours tell kinds of layers. */
const dashedFrom = (models: readonly EvaluatedModel[], model: string) => {
  const size = stateSizeOf(model);
  return models.some((other) => other.model.startsWith(model.split('-')[0]!) && stateSizeOf(other.model) > size);
};

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
  const live = evaluation.models.filter(({ bundle }) => bundle);
  const first = live.find(({ model }) => model === start) ?? live[0]!;
  const begin = { model: first.model, pairs: 16, seed: 1, off: 'nothing' as Off };
  const [now, set] = useState(begin);
  const chosen = live.find(({ model }) => model === now.model)!;
  const { engine, state } = useLive(chosen.bundle!);
  const key = `${now.model} ${now.pairs} ${now.seed} ${now.off}`;
  const { answer, error, busy } = useQuestion(engine.model, key, (model, signal) => {
    return tryRecall(model, now.pairs, now.seed, changesFor(now.off, model.info.blueprint), signal);
  });
  const series = curvesOf(evaluation).map(({ title, ...curve }) => ({
    ...curve,
    label: (SHORT[curve.id] ?? title)[locale],
    dashed: dashedFrom(evaluation.models, curve.id),
  }));
  const attends = cut && !/^mamba/.test(now.model);
  return (
    <Figure
      {...props}
      state={useFailure(state, error)}
      reserve="420px"
      onReset={() => set(begin)}
      table={() => seriesTable(series, w.pairs, w.right)}
      controls={
        <>
          <label>
            {w.model}{' '}
            <select value={now.model} onChange={(e) => set({ ...now, model: e.target.value, off: 'nothing' })}>
              {live.map(({ model, title }) => (
                <option key={model} value={model}>
                  {title[locale]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {w.pairs}{' '}
            <select value={now.pairs} onChange={(e) => set({ ...now, pairs: Number(e.target.value) })}>
              {chosen.cells.map(({ size }) => (
                <option key={size}>{size}</option>
              ))}
            </select>
          </label>
          <label>
            {w.seed}{' '}
            <input
              type="number"
              min="1"
              max="256"
              value={now.seed}
              onChange={(e) =>
                set({ ...now, seed: Math.min(256, Math.max(1, Math.floor(Number(e.target.value) || 1))) })
              }
            />
          </label>
          {attends && (
            <label>
              {w.without}{' '}
              <select data-off value={now.off} onChange={(e) => set({ ...now, off: e.target.value as Off })}>
                {(['nothing', 'attention', 'state'] as const).map((off) => (
                  <option key={off} value={off}>
                    {w[off]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <EngineBadge engine={engine} />
        </>
      }
    >
      <LineChart
        series={series}
        xLabel={w.pairs}
        yLabel={w.right}
        label={w.right}
        locale={locale}
        yDomain={[0, 1]}
        formatY={formatPercent}
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
