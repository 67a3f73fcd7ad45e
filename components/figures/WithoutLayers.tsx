'use client';
import { useLocale } from 'next-intl';
import { withSession } from '@/engine/session/with-session';
import { BarList } from '../charts/BarList';
import { formatNumber } from '../charts/format';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { meanOf } from './far-reading';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
import { useRun } from './use-run';
import { cutsOf, HYBRIDS, type Hybrid, MIXER_COLOURS, TEXT } from './without-layers';
import { WITHOUT_LAYERS_WORDS as words } from './without-layers-words';
import { useWords } from './words';

export const START: { model: Hybrid; text: string } = { model: 'stories-mamba2-hybrid', text: TEXT };

interface Costs {
  readonly whole: number;
  readonly cuts: readonly { readonly layer: number; readonly mixer: 'ssm' | 'attention'; readonly bits: number }[];
}

/** Surprise that a small trained hybrid gains when one of its Mamba or attention layers adds nothing. */
export default function WithoutLayers(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ model: name, text }, choose, reset] = useChoices(START);
  const { engine, state, answer } = useRun<Costs>(name, text, async (model, signal, tell) => {
    return withSession(model, async (session) => {
      const { ids } = await model.encode(text);
      const loss = async (changes: Parameters<typeof session.intervene>[0]) => {
        await session.reset();
        await session.intervene(changes);
        return meanOf((await session.prefill(ids, { surprise: true }, { signal })).surprise!);
      };
      const costs = { whole: await loss([]), cuts: [] as Costs['cuts'][number][] };
      for (const { layer, mixer, change } of cutsOf(model.info.blueprint)) {
        costs.cuts.push({ layer, mixer, bits: (await loss([change])) - costs.whole });
        tell({ ...costs, cuts: [...costs.cuts] });
      }
      return costs;
    });
  });
  const bars = (answer?.cuts ?? []).map(({ layer, mixer, bits }) => ({
    id: layer,
    label: w[mixer].replace('{l}', String(layer)),
    value: Math.max(0, bits),
    colour: MIXER_COLOURS[mixer],
  }));
  return (
    <Figure
      {...props}
      state={state.kind === 'ready' && !answer ? { kind: 'loading', what: w.reading } : state}
      reserve="260px"
      onReset={reset}
      table={() => ({
        columns: [w.layer, w.bits],
        rows: (answer?.cuts ?? []).map(({ layer, mixer, bits }) => [w[mixer].replace('{l}', String(layer)), bits]),
      })}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <Select
            label={w.model}
            value={name}
            options={HYBRIDS}
            name={(id) => w[id]}
            onChange={(value) => choose({ model: value })}
          />
          <EngineBadge engine={engine} />
        </>
      }
    >
      <p className={styles.said}>
        {w.bits}
        {answer && (
          <span data-whole={answer.whole}> ({w.whole.replace('{bits}', formatNumber(answer.whole, locale))})</span>
        )}
      </p>
      <BarList bars={bars} label={w.bits} locale={locale} format={(v) => formatNumber(v, locale, 2)} />
    </Figure>
  );
}
