'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { TokenMatrix } from '../../charts/TokenMatrix';
import { matrixTable } from '../../charts/tables';
import { tokenName } from '../../charts/token-text';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { useFailure, useLive, useUntilRead } from '../use-live';
import { useReading } from '../use-reading';
import { defineWords, useWords } from '../words';
import styles from './duality.module.css';
import { LayerAndHead } from './LayerAndHead';

const words = defineWords({
  en: {
    text: 'Text',
    cut: 'a = 0 at',
    never: 'no token',
    content: 'what: C · B',
    mask: 'when: what is left',
    product: 'together',
    reads: 'reads',
    read: 'is read',
    empty: 'Write a few words for the model to read.',
  },
  es: {
    text: 'Texto',
    cut: 'a = 0 en',
    never: 'ningún token',
    content: 'qué: C · B',
    mask: 'cuándo: lo que queda',
    product: 'juntas',
    reads: 'lee',
    read: 'es leído',
    empty: 'Escribe unas palabras para que el modelo las lea.',
  },
});

export const MODEL = 'stories-mamba2';
export const START = {
  text: 'Lily put the red ball in the box. Tom asked where the ball was.',
  layer: 4,
  head: 1,
  cut: -1,
};

/** The three panels of duality on a trained Mamba-2: content, decay, their product; and what one a of zero does. */
export default function Mask(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer, head, cut }, set] = useState(START);
  const { engine, state } = useLive(MODEL);
  const blueprint = engine.model?.info.blueprint;
  const { reading, error, busy } = useReading(engine.model, text, `${layer} ${head} ${cut}`, (model, ids, signal) =>
    model.view(
      ids,
      {
        name: 'ssd-mask',
        layer,
        options: { head },
        ...(cut < 0
          ? {}
          : { interventions: [{ node: `layers.${layer}.mixer.A_bar`, action: { kind: 'zero' }, tokens: [cut] }] }),
      },
      { signal },
    ),
  );
  const failure = useFailure(state, error);
  const shown = useUntilRead(failure, Boolean(reading), text, w.empty);
  const T = reading?.tokens.length ?? 0;
  // What the last token still has of the first one's write.
  const left = reading ? reading.result.mask.data[(T - 1) * T]! : 0;
  return (
    <Figure
      {...props}
      state={shown}
      onReset={() => set(START)}
      {...(reading
        ? {
            table: () =>
              matrixTable(
                { rows: T, cols: T, values: reading.result.product.data },
                w.reads,
                (i) => tokenName(i, reading.tokens[i]!, locale),
                (i) => tokenName(i, reading.tokens[i]!, locale),
                (r, c) => c <= r,
              ),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => set({ text: value, layer, head, cut: -1 })} />
          <LayerAndHead
            blueprint={blueprint}
            heads={blueprint?.dims.ssm_heads ?? 0}
            layer={layer}
            head={head}
            onChange={(l, h) => set({ text, layer: l, head: h, cut })}
          />
          <label>
            {w.cut}{' '}
            <select
              value={cut}
              data-choose="cut"
              onChange={(e) => set({ text, layer, head, cut: Number(e.target.value) })}
            >
              <option value={-1}>{w.never}</option>
              {(reading?.tokens ?? []).map((token, i) => (
                <option key={i} value={i}>
                  {tokenName(i, token, locale)}
                </option>
              ))}
            </select>
          </label>
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && (
        <div className={busy ? `${styles.triple} ${figures.busy}` : styles.triple} data-left={left} data-busy={busy}>
          {(
            [
              ['content', 'signed'],
              ['mask', 'probability'],
              ['product', 'signed'],
            ] as const
          ).map(([name, kind]) => (
            <div key={name}>
              <p className={styles.name}>{w[name]}</p>
              <TokenMatrix
                values={reading.result[name].data}
                tokens={reading.tokens}
                kind={kind}
                label={w[name]}
                rowAxis={w.reads}
                colAxis={w.read}
                locale={locale}
                maxHeight={320}
                {...(name === 'mask' ? { domain: [0, 1] as const } : {})}
              />
            </div>
          ))}
        </div>
      )}
    </Figure>
  );
}
