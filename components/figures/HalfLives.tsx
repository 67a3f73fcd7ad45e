'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { formatNumber, formatPercent } from '../charts/format';
import { Histogram } from '../charts/Histogram';
import { binTable } from '../charts/tables';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { BINS, spreadOf, WINDOW } from './half-lives';
import { layersOf } from './layers';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
import { useReading } from './use-reading';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    layer: 'Layer',
    cells: 'cells',
    tokens: 'half-life (tokens)',
    label: 'Half-lives of the cells of layer {l}',
    says: 'Half of the {n} cells lose half within {median} tokens, {within} within a single one; {beyond} hold half for longer than a training window of {window}.',
    window: 'training window',
    from: 'from',
    to: 'to',
  },
  es: {
    text: 'Texto',
    layer: 'Capa',
    cells: 'celdas',
    tokens: 'semivida (tokens)',
    label: 'Semividas de las celdas de la capa {l}',
    says: 'De las {n} celdas, la mitad pierde la mitad en {median} tokens, y el {within}, en menos de uno; el {beyond} conserva la mitad durante más de una ventana de entrenamiento, de {window}.',
    window: 'ventana de entrenamiento',
    from: 'de',
    to: 'a',
  },
});

export const MODEL = 'stories-mamba';
export const START = {
  text: 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.',
  layer: 3,
};

/** The half-lives of all cells of one layer, at the mean Δ of a text. */
export default function HalfLives(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer }, choose, reset] = useChoices(START);
  const { engine, blueprint, state, reading, busy } = useReading(MODEL, text, String(layer), (model, ids, signal) =>
    model.view(ids, { name: 'half-life', layer, options: {} }, { signal }),
  );
  const values = reading?.result.typical.data ?? null;
  const spread = useMemo(() => (values ? spreadOf(values) : null), [values]);
  const label = w.label.replace('{l}', String(layer));
  return (
    <Figure
      {...props}
      state={state}
      reserve="280px"
      onReset={reset}
      {...(values ? { table: () => binTable(values, BINS, [w.from, w.to, w.cells]) } : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
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
      {values && spread && (
        <div className={busy ? styles.busy : undefined} data-median={spread.median}>
          <Histogram
            values={values}
            xLog
            domain={BINS.domain}
            label={label}
            xLabel={w.tokens}
            yLabel={w.cells}
            locale={locale}
            colour="var(--sym-h)"
            marks={[{ x: WINDOW, label: w.window }]}
          />
          <p className={styles.said} role="status">
            {w.says
              .replace('{n}', String(values.length))
              .replace('{median}', formatNumber(spread.median, locale))
              .replace('{within}', formatPercent(spread.within))
              .replace('{beyond}', formatPercent(spread.beyond))
              .replace('{window}', String(WINDOW))}
          </p>
        </div>
      )}
    </Figure>
  );
}
