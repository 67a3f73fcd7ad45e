'use client';
import { useLocale } from 'next-intl';
import { withSession } from '@/engine/session/with-session';
import { taskExample, tasks } from '@/engine/tasks';
import { formatPercent } from '../charts/format';
import { TokenStrip } from '../charts/TokenStrip';
import { quoteToken } from '../charts/token-text';
import { NumberField } from '../controls/NumberField';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { layersOf } from './layers';
import type { LiveFigureProps } from './live';
import { largestOf, lastRowShares, softmax } from './the-star';
import { useChoices } from './use-choices';
import { useRun } from './use-run';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    seed: 'Example',
    layer: 'Layer',
    kept: 'share of the old state that the layer keeps',
    read: 'share of what the last * reads',
    strip: 'Letters, a star, and the star again at the end',
    token: 'token',
    right: 'After the last * the model says {said}, with {share}: right.',
    wrong: 'After the last * the model says {said}, with {share}: wrong, it was {answer}.',
    from: '{part} of what the last * reads in this layer was written at place {place}, {after} after the first *.',
  },
  es: {
    seed: 'Ejemplo',
    layer: 'Capa',
    kept: 'parte del estado anterior que la capa conserva',
    read: 'parte de lo que lee el último *',
    strip: 'Letras, un asterisco y otra vez el asterisco al final',
    token: 'token',
    right: 'Tras el último * el modelo dice {said}, con {share}: correcto.',
    wrong: 'Tras el último * el modelo dice {said}, con {share}: mal, era {answer}.',
    from: 'El {part} de lo que lee el último * en esta capa se escribió en el lugar {place}, {after} después del primer *.',
  },
});

export const MODEL = 'task-induction-mamba';
export const START = { seed: 3, layer: 1 };
export const LENGTH = 40;
const names = tasks.induction.vocabulary;

/** An induction head of a trained Mamba at work: what it keeps at every token, and what its last star reads. */
export default function TheStar(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ seed, layer }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, answer, busy } = useRun(MODEL, `${seed} ${layer}`, async (model, signal) => {
    const example = taskExample('induction', LENGTH, seed);
    const norms = await model.view(example.ids, { name: 'state-norms', options: {} }, { signal });
    const influence = await model.view(example.ids, { name: 'token-influence', layer, options: {} }, { signal });
    return withSession(model, async (session) => {
      await session.prefill(example.ids, {}, { signal });
      const said = largestOf(softmax((await session.logits())!));
      const row = norms.layers.indexOf(layer) * LENGTH;
      return {
        example,
        said,
        kept: norms.kept.data.subarray(row, row + LENGTH),
        read: lastRowShares(influence.influence),
      };
    });
  });
  const tokens = answer?.example.ids.map((id) => names[id]!) ?? [];
  const right = answer ? answer.example.answers[0]!.id : null;
  const most = answer && largestOf(answer.read);
  return (
    <Figure
      {...props}
      state={state}
      reserve="300px"
      onReset={reset}
      {...(answer
        ? {
            table: () => ({
              columns: [w.token, w.kept, w.read],
              rows: tokens.map((token, t) => [token, answer.kept[t]!, answer.read[t]!]),
            }),
          }
        : {})}
      controls={
        <>
          <NumberField label={w.seed} value={seed} min={1} max={256} onChange={(value) => choose({ seed: value })} />
          <Select
            label={w.layer}
            value={layer}
            options={layersOf(blueprint)}
            onChange={(value) => choose({ layer: value })}
          />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {answer && most && (
        <div className={busy ? styles.busy : undefined} data-said={answer.said.at} data-place={most.at}>
          <TokenStrip
            tall
            tokens={tokens}
            label={w.strip}
            locale={locale}
            above={{ label: w.kept, values: answer.kept, colour: 'var(--sym-A)', max: 1 }}
            below={{ label: w.read, values: answer.read, colour: 'var(--sym-C)', max: 1 }}
          />
          <p className={styles.said} role="status">
            {(answer.said.at === right ? w.right : w.wrong)
              .replace('{said}', quoteToken(names[answer.said.at]!, locale))
              .replace('{share}', formatPercent(answer.said.value))
              .replace('{answer}', quoteToken(names[right!]!, locale))}{' '}
            {w.from
              .replace('{part}', formatPercent(most.value))
              .replace('{place}', String(most.at))
              .replace('{after}', String(most.at - answer.example.ids.indexOf(names.indexOf('*'))))}
          </p>
        </div>
      )}
    </Figure>
  );
}
