'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { BarList } from '../charts/BarList';
import { formatNumber, formatPercent } from '../charts/format';
import { Heatmap } from '../charts/Heatmap';
import { matrixTable } from '../charts/tables';
import { tokenLabel, tokenName } from '../charts/token-text';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { chosenWeights, entropyOf, loadOf, turned } from './router';
import { START } from './router-start';
import { useFailure, useLive, useUntilRead } from './use-live';
import { useReading } from './use-reading';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    layer: 'Layer',
    expert: 'expert',
    token: 'token',
    weight: 'weight of the chosen experts',
    load: 'Times chosen, of {n}',
    says: 'The two weights of a token add up to {sum} on average, not to 1. Load: {bits} bits of entropy; {full} would be even.',
    empty: 'Write a few words for the model to read.',
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    expert: 'experto',
    token: 'token',
    weight: 'peso de los expertos elegidos',
    load: 'Veces elegido, de {n}',
    says: 'Los dos pesos de un token suman {sum} de media, no 1. Carga: {bits} bits de entropía; {full} sería un reparto igual.',
    empty: 'Escribe unas palabras para que el modelo las lea.',
  },
});

export const MODEL = 'stories-jamba';

/** The router of a small trained Jamba: for every token its two experts and their weights, and how often each was chosen. */
export default function RouterAtWork(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer }, set] = useState(START);
  const { engine, state } = useLive(MODEL);
  const blueprint = engine.model?.info.blueprint;
  const experts = blueprint?.dims.n_experts ?? 1;
  const { reading, error, busy } = useReading(engine.model, text, String(layer), async (model, ids, signal) => {
    const session = await model.createSession();
    try {
      const [chosen, weight] = [`layers.${layer}.mlp.experts`, `layers.${layer}.mlp.expert_weights`];
      const { taps } = await session.prefill(ids, { taps: [chosen, weight] }, { signal });
      return { ids: taps.get(chosen)!, weights: taps.get(weight)! };
    } finally {
      session.close();
    }
  });
  const T = reading?.tokens.length ?? 0;
  const load = reading ? loadOf(reading.result.ids, experts) : [];
  const choices = load.reduce((a, b) => a + b, 0);
  const data = reading && {
    rows: experts,
    cols: T,
    values: turned(chosenWeights(reading.result.ids, reading.result.weights, experts), T, experts),
  };
  const sum = reading ? reading.result.weights.data.reduce((a, b) => a + b, 0) / T : 0;
  const failure = useFailure(state, error);
  const shown = useUntilRead(failure, Boolean(reading), text, w.empty);
  const layers = blueprint?.layers.filter(({ kind }) => kind.endsWith('moe')) ?? [];
  const expert = (e: number) => `${w.expert} ${e}`;
  return (
    <Figure
      {...props}
      state={shown}
      reserve="340px"
      onReset={() => set(START)}
      {...(reading && data
        ? {
            table: () => matrixTable(data, w.expert, expert, (t) => tokenName(t, reading.tokens[t]!, locale)),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => set({ text: value, layer })} />
          <label>
            {w.layer}{' '}
            <select value={layer} onChange={(e) => set({ text, layer: Number(e.target.value) })}>
              {layers.map(({ index }) => (
                <option key={index}>{index}</option>
              ))}
            </select>
          </label>
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && data && (
        <div className={busy ? styles.busy : undefined} data-load={load.join(' ')}>
          <Heatmap
            data={data}
            kind="probability"
            domain={[0, 1]}
            label={w.weight}
            rowName={expert}
            rowLabel={String}
            colName={(t) => tokenName(t, reading.tokens[t]!, locale)}
            colLabel={(t) => tokenLabel(reading.tokens[t]!)}
            rowAxis={w.expert}
            colAxis={w.token}
            locale={locale}
            source={({ row, col }) => `layers.${layer}.mlp.expert_weights · ${expert(row)}, ${col}`}
            maxHeight={200}
          />
          <p className={styles.said}>{w.load.replace('{n}', String(choices))}</p>
          <BarList
            bars={load.map((value, e) => ({ id: e, label: expert(e), value }))}
            label={w.load.replace('{n}', String(choices))}
            locale={locale}
            colour="var(--sym-delta)"
            format={(v) => `${v} (${formatPercent(v / choices)})`}
          />
          <p className={styles.said} role="status">
            {w.says
              .replace('{sum}', formatNumber(sum, locale, 2))
              .replace('{bits}', formatNumber(entropyOf(load), locale))
              .replace('{full}', formatNumber(Math.log2(experts), locale))}
          </p>
        </div>
      )}
    </Figure>
  );
}
