'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import type { WritePlane } from '@/engine/views/write-plane';
import { Scatter } from '../charts/Scatter';
import { tokenName } from '../charts/token-text';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useFailure, useLive } from './use-live';
import { type Reading, useReading } from './use-reading';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    layer: 'Layer',
    write: 'writes, Δ‖B‖',
    keep: 'keeps, Ā',
    s4d: 'S4D: one point for every token',
    mamba: 'Mamba: each token its own',
    token: 'token',
    model: 'model',
    empty: 'Write a few words for the models to read.',
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    write: 'escribe, Δ‖B‖',
    keep: 'conserva, Ā',
    s4d: 'S4D: un punto para todos los tokens',
    mamba: 'Mamba: cada token el suyo',
    token: 'token',
    model: 'modelo',
    empty: 'Escribe unas palabras para que los modelos las lean.',
  },
});

export const START = {
  text: 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.',
  layer: 3,
};

/** Write strength against retention of every token, in a trained Mamba and in a trained S4D, on the same text. */
export default function TwoPlanes(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer }, set] = useState(START);
  const [lit, setLit] = useState<number | null>(null);
  const mamba = useLive('stories-mamba');
  const s4d = useLive('stories-s4d');
  const ask = (model: Parameters<Parameters<typeof useReading>[3]>[0], ids: Uint32Array, signal: AbortSignal) =>
    model.view(ids, { name: 'write-plane', layer, options: {} }, { signal });
  const a = useReading<WritePlane>(mamba.engine.model, text, String(layer), ask);
  const b = useReading<WritePlane>(s4d.engine.model, text, String(layer), ask);
  const first = mamba.state.kind === 'ready' ? s4d.state : mamba.state;
  const failure = useFailure(first, a.error ?? b.error);
  const shown =
    failure.kind === 'ready' && !(a.reading && b.reading) ? ({ kind: 'empty', message: w.empty } as const) : failure;
  const pointsOf = ({ tokens, result }: Reading<WritePlane>) =>
    tokens.map((token, t) => ({
      x: result.write.data[t]!,
      y: result.keep.data[t]!,
      label: tokenName(t, token, locale),
    }));
  const layers = mamba.engine.model?.info.blueprint.layers ?? [];
  const panels = [
    { name: 'Mamba', title: w.mamba, reading: a.reading },
    { name: 'S4D', title: w.s4d, reading: b.reading },
  ];
  return (
    <Figure
      {...props}
      state={shown}
      onReset={() => set(START)}
      table={() => ({
        columns: [w.model, w.token, w.write, w.keep],
        rows: panels.flatMap(({ name, reading }) =>
          reading ? pointsOf(reading).map((p) => [name, p.label, p.x, p.y]) : [],
        ),
      })}
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
          <EngineBadge engine={mamba.engine} />
        </>
      }
    >
      <div className={`${styles.pair} ${a.busy || b.busy ? styles.busy : ''}`}>
        {panels.map(({ name, title, reading }) =>
          reading ? (
            <div key={name} data-model={name}>
              <p className={styles.said}>{title}</p>
              <Scatter
                points={pointsOf(reading)}
                xLabel={w.write}
                yLabel={w.keep}
                yDomain={[0, 1]}
                label={title}
                locale={locale}
                height={260}
                lit={lit}
                onHover={setLit}
              />
            </div>
          ) : null,
        )}
      </div>
    </Figure>
  );
}
