'use client';
import { useLocale } from 'next-intl';
import { withSession } from '@/engine/session/with-session';
import type { LiveModel } from '@/engine/worker/client';
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
import { farthest, weightsOf } from './who-looks';
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
export const START: { text: string; layer: number | null; head: number } = {
  text: 'Lily put the red ball in the box. It was a sunny day. Tom asked where the ball was.',
  // The head that looks farthest back.
  layer: null,
  head: -1,
};

/** The attention weights of all layers in one reading, and the head of them that looks farthest back. */
const farthestOf = (model: LiveModel, ids: Uint32Array, signal: AbortSignal) =>
  withSession(model, async (session) => {
    const names = model.info.blueprint.layers.map(({ index }) => weightsOf(index));
    const { taps } = await session.prefill(ids, { taps: names }, { signal });
    return farthest(names.map((name) => taps.get(name)!));
  });

/** True attention of a small trained Transformer, per head or their mean. */
export default function WhoLooks(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [chosen, choose, reset] = useChoices(START);
  const { text } = chosen;
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    `${chosen.layer} ${chosen.head}`,
    async (model, ids, signal) => {
      const { layer, head } =
        chosen.layer === null ? await farthestOf(model, ids, signal) : { layer: chosen.layer, head: chosen.head };
      const options = head < 0 ? {} : { unit: head, only: true };
      return { layer, head, view: await model.view(ids, { name: 'hidden-attention', layer, options }, { signal }) };
    },
  );
  const values = reading ? (reading.result.view.chosen ?? reading.result.view.mean)!.data : null;
  const layer = chosen.layer ?? reading?.result.layer ?? 0;
  const head = chosen.layer === null ? (reading?.result.head ?? -1) : chosen.head;
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
            onChange={(value) => choose({ layer: value, head })}
          />
          <Select
            label={w.head}
            value={head}
            options={[-1, ...headsOf(blueprint?.dims.n_heads)]}
            name={(h) => (h < 0 ? w.mean : String(h))}
            onChange={(value) => choose({ layer, head: value })}
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
