'use client';
import { useLocale } from 'next-intl';
import { TokenMatrix } from '../../charts/TokenMatrix';
import { matrixTable } from '../../charts/tables';
import { tokenName } from '../../charts/token-text';
import { Select } from '../../controls/Select';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { useChoices } from '../use-choices';
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
  const [{ text, layer, head, cut }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    `${layer} ${head} ${cut}`,
    (model, ids, signal) =>
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
  const T = reading?.tokens.length ?? 0;
  // What the last token still has of the first one's write.
  const left = reading ? reading.result.mask.data[(T - 1) * T]! : 0;
  return (
    <Figure
      {...props}
      state={state}
      onReset={reset}
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
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value, cut: -1 })} />
          <LayerAndHead
            blueprint={blueprint}
            layer={layer}
            head={head}
            onChange={(l, h) => choose({ layer: l, head: h })}
          />
          <Select
            label={w.cut}
            value={cut}
            options={[-1, ...(reading?.tokens.keys() ?? [])]}
            name={(i) => (i < 0 ? w.never : tokenName(i, reading!.tokens[i]!, locale))}
            data-choose="cut"
            onChange={(value) => choose({ cut: value })}
          />
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
