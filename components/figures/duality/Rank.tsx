'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useFailure, useLive } from '../use-live';
import { useReading } from '../use-reading';
import { defineWords, useWords } from '../words';
import { RANK_MODELS, RANK_TEXT, RANK_TOKENS } from './rank';

const words = defineWords({
  en: {
    model: 'Model',
    layer: 'Layer',
    head: 'Head',
    channel: 'Channel',
    k: 'message k',
    size: 'size against the largest',
    chart: 'Singular values of the block that joins the second half of a text with the first',
    bound: 'N = {N}',
    limited:
      '{rank} independent messages cross from the first {n} tokens to the last {n}. The state has {N} numbers: never more than that.',
    free: '{rank} independent messages cross from the first {n} tokens to the last {n}. Nothing but the block itself limits them.',
  },
  es: {
    model: 'Modelo',
    layer: 'Capa',
    head: 'Cabeza',
    channel: 'Canal',
    k: 'mensaje k',
    size: 'tamaño frente al mayor',
    chart: 'Valores singulares del bloque que une la segunda mitad de un texto con la primera',
    bound: 'N = {N}',
    limited:
      'De los primeros {n} tokens a los últimos {n} pasan {rank} mensajes independientes. El estado tiene {N} números: nunca pasan más.',
    free: 'De los primeros {n} tokens a los últimos {n} pasan {rank} mensajes independientes. Solo los limita el propio bloque.',
  },
});

export const START = { model: 'stories-mamba2', layer: 4, unit: 3 };

/** How many independent messages fit through a state: singular values of a block below the diagonal, in three trained models. */
export default function Rank(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ model, layer, unit }, set] = useState(START);
  const { engine, state } = useLive(model);
  const blueprint = engine.model?.info.blueprint;
  const chosen = RANK_MODELS.find(({ id }) => id === model)!;
  const { reading, error, busy } = useReading(
    engine.model,
    RANK_TEXT,
    `${model} ${layer} ${unit}`,
    (live, ids, signal) =>
      live.view(ids, { name: 'block-rank', layer, options: { unit, cut: RANK_TOKENS / 2 } }, { signal }),
    RANK_TOKENS,
  );
  const failure = useFailure(state, error);
  const { rank = 0, bound = null } = reading?.result ?? {};
  const values = reading
    ? [...reading.result.singularValues.data].map((v) => v / reading.result.singularValues.data[0]!)
    : [];
  // What lies under the rounding of f32 is noise: the line ends there.
  const floor = reading ? reading.result.threshold / reading.result.singularValues.data[0]! : 1e-6;
  const series = [
    {
      id: 'values',
      label: chosen.name,
      colour: chosen.colour,
      x: values.map((_, k) => k + 1).slice(0, rank),
      y: values.slice(0, rank),
    },
  ];
  return (
    <Figure
      {...props}
      state={failure.kind === 'ready' && !reading ? { kind: 'loading' } : failure}
      onReset={() => set(START)}
      {...(reading ? { table: () => seriesTable(series, w.k, w.size) } : {})}
      controls={
        <>
          <label>
            {w.model}{' '}
            <select
              value={model}
              data-choose="model"
              onChange={(e) => {
                const next = RANK_MODELS.find(({ id }) => id === e.target.value)!;
                set({ model: next.id, layer: next.layer, unit: next.unit });
              }}
            >
              {RANK_MODELS.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            {w.layer}{' '}
            <select value={layer} onChange={(e) => set({ model, layer: Number(e.target.value), unit })}>
              {(blueprint?.layers ?? []).map(({ index }) => (
                <option key={index}>{index}</option>
              ))}
            </select>
          </label>
          <label>
            {w[chosen.kind]}{' '}
            <input
              type="number"
              min="0"
              max={chosen.units - 1}
              value={unit}
              onChange={(e) =>
                set({
                  model,
                  layer,
                  unit: Math.min(chosen.units - 1, Math.max(0, Math.floor(Number(e.target.value) || 0))),
                })
              }
            />
          </label>
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && (
        <div className={busy ? figures.busy : undefined} data-busy={busy} data-rank={rank} data-bound={bound ?? 'none'}>
          <LineChart
            series={series}
            xLabel={w.k}
            yLabel={w.size}
            label={w.chart}
            locale={locale}
            yLog
            xDomain={[1, RANK_TOKENS / 2]}
            yDomain={[Math.min(1e-6, floor), 1]}
            marks={bound === null ? [] : [{ x: bound, label: w.bound.replace('{N}', String(bound)) }]}
          />
          <p className={figures.said} role="status">
            {(bound === null ? w.free : w.limited)
              .replace('{rank}', formatNumber(rank, locale))
              .replaceAll('{n}', String(RANK_TOKENS / 2))
              .replace('{N}', String(bound))}
          </p>
        </div>
      )}
    </Figure>
  );
}
