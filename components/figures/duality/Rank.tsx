'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { NumberField } from '../../controls/NumberField';
import { Select } from '../../controls/Select';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import { layersOf } from '../layers';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
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

const rankModel = (model: string) => RANK_MODELS.find(({ id }) => id === model)!;

/** How many independent messages fit through a state: singular values of a block below the diagonal, in three trained models. */
export default function Rank(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ model, layer, unit }, choose, reset] = useChoices(START);
  const chosen = rankModel(model);
  const { engine, blueprint, state, reading, busy } = useReading(
    model,
    RANK_TEXT,
    `${layer} ${unit}`,
    (live, ids, signal) =>
      live.view(ids, { name: 'block-rank', layer, options: { unit, cut: RANK_TOKENS / 2 } }, { signal }),
    RANK_TOKENS,
  );
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
      state={state}
      onReset={reset}
      {...(reading ? { table: () => seriesTable(series, w.k, w.size) } : {})}
      controls={
        <>
          <Select
            label={w.model}
            value={model}
            options={RANK_MODELS.map(({ id }) => id)}
            name={(id) => rankModel(id).name}
            data-choose="model"
            onChange={(id) => choose({ model: id, layer: rankModel(id).layer, unit: rankModel(id).unit })}
          />
          <Select
            label={w.layer}
            value={layer}
            options={layersOf(blueprint)}
            onChange={(value) => choose({ layer: value })}
          />
          <NumberField
            label={w[chosen.kind]}
            value={unit}
            min={0}
            max={chosen.units - 1}
            onChange={(value) => choose({ unit: value })}
          />
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
