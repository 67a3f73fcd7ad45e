'use client';
import { useLocale } from 'next-intl';
import { TokenMatrix } from '../charts/TokenMatrix';
import { matrixTable } from '../charts/tables';
import { tokenName } from '../charts/token-text';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { headsOf, layersOf } from './layers';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
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
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    head: 'Cabeza',
    mean: 'media',
    reads: 'lee',
    read: 'es leído',
    weight: 'peso de atención',
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
  const [{ text, layer, head }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    `${layer} ${head}`,
    (model, ids, signal) =>
      model.view(
        ids,
        { name: 'hidden-attention', layer, options: head < 0 ? {} : { unit: head, only: true } },
        { signal },
      ),
  );
  const values = reading ? (reading.result.chosen ?? reading.result.mean)!.data : null;
  return (
    <Figure
      {...props}
      state={state}
      onReset={reset}
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
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <Select
            label={w.layer}
            value={layer}
            options={layersOf(blueprint)}
            onChange={(value) => choose({ layer: value })}
          />
          <Select
            label={w.head}
            value={head}
            options={[-1, ...headsOf(blueprint?.dims.n_heads)]}
            name={(h) => (h < 0 ? w.mean : String(h))}
            onChange={(value) => choose({ head: value })}
          />
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
