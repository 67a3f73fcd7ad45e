'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import type { WritePlane } from '@/engine/views/write-plane';
import { Scatter } from '../charts/Scatter';
import { tokenName } from '../charts/token-text';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { layersOf } from './layers';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
import { stateOf } from './use-live';
import { type AskOfText, type Reading, useReading } from './use-reading';
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
  const [{ text, layer }, choose, reset] = useChoices(START);
  const [lit, setLit] = useState<number | null>(null);
  const ask: AskOfText<WritePlane> = (model, ids, signal) =>
    model.view(ids, { name: 'write-plane', layer, options: {} }, { signal });
  const mamba = useReading('stories-mamba', text, String(layer), ask);
  const s4d = useReading('stories-s4d', text, String(layer), ask);
  const pointsOf = ({ tokens, result }: Reading<WritePlane>) =>
    tokens.map((token, t) => ({
      x: result.write.data[t]!,
      y: result.keep.data[t]!,
      label: tokenName(t, token, locale),
    }));
  // One pair of axes for both, so that they can be compared.
  const all = [mamba, s4d].flatMap(({ reading }) => (reading ? pointsOf(reading) : []));
  const xDomain: [number, number] = [0, Math.max(0.01, ...all.map((p) => p.x)) * 1.05];
  const yDomain: [number, number] = [Math.floor(10 * Math.min(1, ...all.map((p) => p.y)) - 0.2) / 10, 1];
  const panels = [
    { name: 'Mamba', title: w.mamba, reading: mamba.reading },
    { name: 'S4D', title: w.s4d, reading: s4d.reading },
  ];
  return (
    <Figure
      {...props}
      state={stateOf(mamba.state, s4d.state)}
      onReset={reset}
      table={() => ({
        columns: [w.model, w.token, w.write, w.keep],
        rows: panels.flatMap(({ name, reading }) =>
          reading ? pointsOf(reading).map((p) => [name, p.label, p.x, p.y]) : [],
        ),
      })}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <Select
            label={w.layer}
            value={layer}
            options={layersOf(mamba.blueprint)}
            onChange={(value) => choose({ layer: value })}
          />
          <EngineBadge engine={mamba.engine} />
        </>
      }
    >
      <div className={`${styles.pair} ${mamba.busy || s4d.busy ? styles.busy : ''}`}>
        {panels.map(({ name, title, reading }) =>
          reading ? (
            <div key={name} data-model={name}>
              <p className={styles.said}>{title}</p>
              <Scatter
                points={pointsOf(reading)}
                xLabel={w.write}
                yLabel={w.keep}
                xDomain={xDomain}
                yDomain={yDomain}
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
