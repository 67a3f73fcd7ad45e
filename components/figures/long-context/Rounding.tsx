'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { formatNumber, formatPercent } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { NumberField } from '../../controls/NumberField';
import { RadioGroup } from '../../controls/RadioGroup';
import { Select } from '../../controls/Select';
import { Slider } from '../../controls/Slider';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { Sized } from '../Sized';
import { useChoices } from '../use-choices';
import { useRun } from '../use-run';
import { defineWords, useWords } from '../words';
import { RoundingChart } from './RoundingChart';
import { relativeError, roundTo, type ScalePer } from './rounding';

const words = defineWords({
  en: {
    matrix: 'Weights',
    expert: 'an expert, layer 1',
    mixer: 'in_proj of Mamba, layer 1',
    decay: 'A_log of Mamba, layer 1',
    bits: 'Bits',
    scale: 'One scale per',
    row: 'row',
    whole: 'matrix',
    shown: 'Row',
    error: 'error, share of the weights’ size',
    says: '{bits} bits, one scale per {per}: the error is {error} of the weights’ size.',
  },
  es: {
    matrix: 'Pesos',
    expert: 'un experto, capa 1',
    mixer: 'in_proj de Mamba, capa 1',
    decay: 'A_log de Mamba, capa 1',
    bits: 'Bits',
    scale: 'Una escala por',
    row: 'fila',
    whole: 'matriz',
    shown: 'Fila',
    error: 'error, parte del tamaño de los pesos',
    says: '{bits} bits, una escala por {per}: el error es el {error} del tamaño de los pesos.',
  },
});

const MATRICES = {
  expert: 'model.layers.1.feed_forward.experts.gate_proj',
  mixer: 'model.layers.1.mamba.in_proj.weight',
  decay: 'model.layers.1.mamba.A_log',
} as const;
type Matrix = keyof typeof MATRICES;

const START: { matrix: Matrix; bits: number; per: ScalePer; row: number } = {
  matrix: 'expert',
  bits: 4,
  per: 'row',
  row: 0,
};
const BITS = [2, 3, 4, 5, 6, 7, 8];
/** Weights drawn of a row. */
const SHOWN = 32;

/** Real weights of a small Jamba rounded to few bits. */
export default function Rounding(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ matrix, bits, per, row }, choose, reset] = useChoices(START);
  const {
    engine,
    state,
    answer: ready,
  } = useRun('stories-jamba', matrix, (model, signal) => model.weight(MATRICES[matrix], { signal }));
  const columns = ready?.shape.at(-1) ?? 1;
  const rows = ready ? ready.data.length / columns : 1;
  const rounded = useMemo(() => (ready ? roundTo(ready.data, rows, bits, per) : null), [ready, rows, bits, per]);
  const curves = useMemo(
    () =>
      (['row', 'matrix'] as const).map((kind) => ({
        id: kind,
        label: kind === 'row' ? w.row : w.whole,
        colour: kind === 'row' ? 'var(--ink)' : 'var(--ink-soft)',
        x: BITS,
        y: ready
          ? BITS.map((b) => relativeError(ready.data, roundTo(ready.data, rows, b, kind).values))
          : BITS.map(() => 1),
        dashed: kind !== per,
      })),
    [ready, rows, per, w],
  );
  const at = Math.min(row, rows - 1);
  const part = (values: ArrayLike<number>) =>
    Array.from({ length: Math.min(SHOWN, columns) }, (_, i) => values[at * columns + i]!);
  const off = ready && rounded ? relativeError(ready.data, rounded.values) : 0;
  return (
    <Figure
      {...props}
      state={state.kind === 'ready' && !ready ? { kind: 'loading' } : state}
      reserve="26rem"
      onReset={reset}
      table={() => ({
        columns: [w.bits, w.row, w.whole],
        rows: BITS.map((b, i) => [b, curves[0]!.y[i]!, curves[1]!.y[i]!]),
      })}
      controls={
        <>
          <Select
            label={w.matrix}
            value={matrix}
            options={Object.keys(MATRICES) as Matrix[]}
            name={(id) => w[id]}
            onChange={(value) => choose({ matrix: value, row: 0 })}
          />
          <Slider label={w.bits} value={bits} min={2} max={8} onChange={(value) => choose({ bits: value })} />
          <RadioGroup
            label={w.scale}
            value={per}
            options={['row', 'matrix'] as const}
            name={(kind) => (kind === 'row' ? w.row : w.whole)}
            onChange={(kind) => choose({ per: kind })}
          />
          <NumberField label={w.shown} value={at} min={0} max={rows - 1} onChange={(value) => choose({ row: value })} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {ready && rounded && (
        <>
          <Sized>
            {(width) => (
              <RoundingChart
                row={part(ready.data)}
                rounded={part(rounded.values)}
                scale={rounded.scales[at]!}
                bits={bits}
                locale={locale}
                width={width}
              />
            )}
          </Sized>
          <p className={styles.said} role="status" data-off={off}>
            {w.says
              .replace('{bits}', String(bits))
              .replace('{per}', per === 'row' ? w.row : w.whole)
              .replace('{error}', formatPercent(off))}
          </p>
          <LineChart
            series={curves}
            yLog
            xLabel={w.bits}
            yLabel={w.error}
            label={w.error}
            locale={locale}
            height={200}
            formatX={(v) => String(Math.round(v))}
            formatY={(v) => formatNumber(v, locale, 2)}
            marks={[{ x: bits, label: String(bits) }]}
          />
        </>
      )}
    </Figure>
  );
}
