'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { TokenMatrix } from '../charts/TokenMatrix';
import { matrixTable } from '../charts/tables';
import { tokenName } from '../charts/token-text';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useFailure, useLive } from './use-live';
import { useReading } from './use-reading';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    layer: 'Layer',
    head: 'Head',
    mean: 'mean',
    reads: 'reads',
    read: 'is read',
    weight: 'attention weight',
    empty: 'Write a few words for the model to read.',
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    head: 'Cabeza',
    mean: 'media',
    reads: 'lee',
    read: 'es leído',
    weight: 'peso de atención',
    empty: 'Escribe unas palabras para que el modelo las lea.',
  },
});

export const MODEL = 'stories-transformer';
export const START = {
  text: 'Lily put the red ball in the box. It was a sunny day. Tom asked where the ball was.',
  layer: 1,
  head: -1,
};

/** True attention of a small trained Transformer, per head or their mean. */
export default function WhoLooks(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer, head }, set] = useState(START);
  const { engine, state } = useLive(MODEL);
  const blueprint = engine.model?.info.blueprint;
  const heads = blueprint?.dims.n_heads ?? 0;
  const { reading, error, busy } = useReading(engine.model, text, `${layer} ${head}`, (model, ids, signal) =>
    model.view(
      ids,
      { name: 'hidden-attention', layer, options: head < 0 ? {} : { unit: head, only: true } },
      { signal },
    ),
  );
  const values = reading ? (reading.result.chosen ?? reading.result.mean)!.data : null;
  const failure = useFailure(state, error);
  const shown = failure.kind === 'ready' && !reading ? ({ kind: 'empty', message: w.empty } as const) : failure;
  return (
    <Figure
      {...props}
      state={shown}
      onReset={() => set(START)}
      {...(reading && values
        ? {
            table: () =>
              matrixTable(
                { rows: reading.tokens.length, cols: reading.tokens.length, values },
                w.reads,
                (i) => tokenName(i, reading.tokens[i]!, locale),
                (i) => tokenName(i, reading.tokens[i]!, locale),
                (r, c) => c <= r,
              ),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => set({ text: value, layer, head })} />
          <label>
            {w.layer}{' '}
            <select value={layer} onChange={(e) => set({ text, layer: Number(e.target.value), head })}>
              {(blueprint?.layers ?? []).map(({ index }) => (
                <option key={index}>{index}</option>
              ))}
            </select>
          </label>
          <label>
            {w.head}{' '}
            <select value={head} onChange={(e) => set({ text, layer, head: Number(e.target.value) })}>
              <option value={-1}>{w.mean}</option>
              {Array.from({ length: heads }, (_, i) => (
                <option key={i} value={i}>
                  {i}
                </option>
              ))}
            </select>
          </label>
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && values && (
        <div className={busy ? styles.busy : undefined}>
          <TokenMatrix
            values={values}
            tokens={reading.tokens}
            kind="probability"
            domain={[0, 1]}
            label={w.weight}
            rowAxis={w.reads}
            colAxis={w.read}
            locale={locale}
            source={(r, c) => `layers.${layer}.mixer.weights${head < 0 ? '' : `[${head}]`}[${r}, ${c}]`}
          />
        </div>
      )}
    </Figure>
  );
}
