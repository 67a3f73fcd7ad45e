'use client';
import { useLocale } from 'next-intl';
import { withSession } from '@/engine/session/with-session';
import { BarList } from '../charts/BarList';
import { formatNumber, formatPercent } from '../charts/format';
import { Heatmap } from '../charts/Heatmap';
import { matrixTable } from '../charts/tables';
import { tokenLabel, tokenName } from '../charts/token-text';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { layersOf } from './layers';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { chosenWeights, entropyOf, loadOf, turned } from './router';
import { START } from './router-start';
import { useChoices } from './use-choices';
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
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    expert: 'experto',
    token: 'token',
    weight: 'peso de los expertos elegidos',
    load: 'Veces elegido, de {n}',
    says: 'Los dos pesos de un token suman {sum} de media, no 1. Carga: {bits} bits de entropía; {full} sería un reparto igual.',
  },
});

export const MODEL = 'stories-jamba';

/** The router of a small trained Jamba: for every token its two experts and their weights, and how often each was chosen. */
export default function RouterAtWork(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    String(layer),
    async (model, ids, signal) => {
      return withSession(model, async (session) => {
        const [chosen, weight] = [`layers.${layer}.mlp.experts`, `layers.${layer}.mlp.expert_weights`];
        const { taps } = await session.prefill(ids, { taps: [chosen, weight] }, { signal });
        return { ids: taps.get(chosen)!, weights: taps.get(weight)! };
      });
    },
  );
  const experts = blueprint?.dims.n_experts ?? 1;
  const T = reading?.tokens.length ?? 0;
  const load = reading ? loadOf(reading.result.ids, experts) : [];
  const choices = load.reduce((a, b) => a + b, 0);
  const data = reading && {
    rows: experts,
    cols: T,
    values: turned(chosenWeights(reading.result.ids, reading.result.weights, experts), T, experts),
  };
  const sum = reading ? reading.result.weights.data.reduce((a, b) => a + b, 0) / T : 0;
  const expert = (e: number) => `${w.expert} ${e}`;
  return (
    <Figure
      {...props}
      state={state}
      reserve="340px"
      onReset={reset}
      {...(reading && data
        ? {
            table: () => matrixTable(data, w.expert, expert, (t) => tokenName(t, reading.tokens[t]!, locale)),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <Select
            label={w.layer}
            value={layer}
            options={layersOf(blueprint, ({ kind }) => kind.endsWith('moe'))}
            onChange={(value) => choose({ layer: value })}
          />
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
