'use client';
import { useLocale } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { Tensor } from '@/engine/tensor';
import { formatNumber, formatPercent } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { Sized } from '../Sized';
import { useFailure, useLive } from '../use-live';
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

export const MATRICES = {
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
  const [{ matrix, bits, per, row }, set] = useState(START);
  const [tensor, setTensor] = useState<{ matrix: Matrix; tensor: Tensor } | null>(null);
  const [error, setError] = useState<EngineError | null>(null);
  const { engine, state } = useLive('stories-jamba');
  const { model } = engine;
  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    model.weight(MATRICES[matrix], { signal: stop.signal }).then(
      (found) => setTensor({ matrix, tensor: found }),
      (thrown: EngineError) => !stop.signal.aborted && setError(thrown),
    );
    return () => stop.abort();
  }, [model, matrix]);
  const ready = tensor?.matrix === matrix ? tensor.tensor : null;
  const columns = ready?.shape.at(-1) ?? 1;
  const rows = ready ? ready.data.length / columns : 1;
  const rounded = useMemo(() => (ready ? roundTo(ready.data, rows, bits, per) : null), [ready, rows, bits, per]);
  const curves = useMemo(
    () =>
      (['row', 'matrix'] as const).map((kind) => ({
        id: kind,
        label: kind === 'row' ? w.row : w.whole,
        colour: kind === 'row' ? 'var(--sym-h)' : 'var(--sym-A)',
        x: BITS,
        y: ready
          ? BITS.map((b) => relativeError(ready.data, roundTo(ready.data, rows, b, kind).values))
          : BITS.map(() => 1),
        dashed: kind !== per,
      })),
    [ready, rows, per, w],
  );
  const failure = useFailure(state, error);
  const at = Math.min(row, rows - 1);
  const part = (values: ArrayLike<number>) =>
    Array.from({ length: Math.min(SHOWN, columns) }, (_, i) => values[at * columns + i]!);
  const off = ready && rounded ? relativeError(ready.data, rounded.values) : 0;
  return (
    <Figure
      {...props}
      state={failure.kind === 'ready' && !ready ? { kind: 'loading' } : failure}
      reserve="26rem"
      onReset={() => set(START)}
      table={() => ({
        columns: [w.bits, w.row, w.whole],
        rows: BITS.map((b, i) => [b, curves[0]!.y[i]!, curves[1]!.y[i]!]),
      })}
      controls={
        <>
          <label>
            {w.matrix}{' '}
            <select value={matrix} onChange={(e) => set({ matrix: e.target.value as Matrix, bits, per, row: 0 })}>
              {(Object.keys(MATRICES) as Matrix[]).map((id) => (
                <option key={id} value={id}>
                  {w[id]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {w.bits}{' '}
            <input
              type="range"
              min="2"
              max="8"
              step="1"
              value={bits}
              onChange={(e) => set({ matrix, bits: Number(e.target.value), per, row })}
            />{' '}
            <output className={styles.number}>{bits}</output>
          </label>
          <fieldset className={styles.choice}>
            <legend>{w.scale}</legend>
            {(['row', 'matrix'] as const).map((kind) => (
              <label key={kind}>
                <input
                  type="radio"
                  name="rounding-per"
                  checked={per === kind}
                  onChange={() => set({ matrix, bits, per: kind, row })}
                />{' '}
                {kind === 'row' ? w.row : w.whole}
              </label>
            ))}
          </fieldset>
          <label>
            {w.shown}{' '}
            <input
              type="number"
              min="0"
              max={rows - 1}
              value={at}
              onChange={(e) => set({ matrix, bits, per, row: Math.max(0, Math.floor(Number(e.target.value) || 0)) })}
            />
          </label>
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
