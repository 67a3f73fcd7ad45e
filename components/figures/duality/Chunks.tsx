'use client';
import { useLocale } from 'next-intl';
import { BarList } from '../../charts/BarList';
import { formatCount, formatNumber, formatPercent } from '../../charts/format';
import { Slider } from '../../controls/Slider';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { useChoices } from '../use-choices';
import { useReading } from '../use-reading';
import { defineWords, useWords } from '../words';
import { BlocksChart } from './BlocksChart';
import { MODEL, START } from './chunk-start';
import { summaryOf } from './chunk-summary';
import styles from './duality.module.css';
import { LayerAndHead } from './LayerAndHead';

const words = defineWords({
  en: {
    text: 'Text',
    chunk: 'Tokens per chunk Q',
    bars: 'Multiply-adds of one head, step by step',
    inside: '1 inside',
    states: '2 leave a state',
    passing: '3 pass it on',
    reading: '4 read it',
    said: '{all} multiply-adds, {share} of them in matrix products. Largest difference of y from Q = 1: {d}, where a typical y is {typical}.',
    within: 'step 1, inside a chunk',
    through: 'steps 2, 3, 4, through the state',
    part: 'step',
    work: 'multiply-adds',
  },
  es: {
    text: 'Texto',
    chunk: 'Tokens por fragmento Q',
    bars: 'Multiplicaciones de una cabeza, paso a paso',
    inside: '1 por dentro',
    states: '2 dejar estado',
    passing: '3 pasarlo',
    reading: '4 leerlo',
    said: '{all} multiplicaciones con suma, {share} de ellas en productos de matrices. Mayor diferencia de y con Q = 1: {d}; una y típica vale {typical}.',
    within: 'paso 1, dentro de un fragmento',
    through: 'pasos 2, 3, 4, a través del estado',
    part: 'paso',
    work: 'multiplicaciones',
  },
});

/** Slide from recurrence to attention on a trained head: the work changes, the output does not. */
export default function Chunks(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer, head, Q }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    `${layer} ${head} ${Q}`,
    async (model, ids, signal) => {
      const view = (chunk: number) =>
        model.view(ids, { name: 'ssd-chunks', layer, options: { head, chunk } }, { signal });
      return summaryOf(await view(Q), await view(1));
    },
  );
  const T = reading?.tokens.length ?? 1;
  const steps = ['inside', 'states', 'passing', 'reading'] as const;
  return (
    <Figure
      {...props}
      state={state}
      onReset={reset}
      {...(reading
        ? {
            table: () => ({
              columns: [w.part, w.work],
              rows: steps.map((step) => [w[step], reading.result.work[step]]),
            }),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <Slider
            label={w.chunk}
            value={Math.min(Q, T)}
            min={1}
            max={T}
            data-choose="Q"
            onChange={(value) => choose({ Q: value })}
          />
          <LayerAndHead
            blueprint={blueprint}
            layer={layer}
            head={head}
            onChange={(l, h) => choose({ layer: l, head: h })}
          />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && (
        <div
          className={busy ? figures.busy : undefined}
          data-busy={busy}
          data-work={reading.result.all}
          data-apart={reading.result.apart}
          data-chunks={reading.result.bounds.length - 1}
        >
          <div className={figures.pair}>
            <BlocksChart T={T} bounds={reading.result.bounds} />
            <BarList
              bars={steps.map((step) => ({ id: step, label: w[step], value: reading.result.work[step] }))}
              label={w.bars}
              locale={locale}
              colour="var(--sym-h)"
              format={(v) => formatCount(v, locale)}
              max={reading.result.most}
            />
          </div>
          <p className={figures.said} role="status">
            {w.said
              .replace('{all}', formatCount(reading.result.all, locale))
              .replace('{share}', formatPercent(reading.result.products))
              .replace('{d}', formatNumber(reading.result.apart, locale, 1))
              .replace('{typical}', formatNumber(reading.result.typical, locale, 2))}
          </p>
          <p className={figures.said}>
            <i className={styles.key} data-of="inside" />
            {w.within} <i className={styles.key} data-of="through" />
            {w.through}
          </p>
        </div>
      )}
    </Figure>
  );
}
