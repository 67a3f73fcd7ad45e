'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { slopeAt } from '@/engine/bench';
import { formatCount } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import type { ChartNote, Series } from '../charts/line-chart';
import { seriesTable } from '../charts/tables';
import { Figure, type FigureState } from '../figure/Figure';
import { formatLength } from './format-length';
import { type Measured, pointsOf } from './measured';
import { type CostModel, dashedAmong } from './models';
import {
  costOf,
  crossingsOf,
  formatQuantity,
  formatSlope,
  isTime,
  lengthsTo,
  type Quantity,
  type Setup,
  termsOf,
} from './quantities';

export interface CostChartProps {
  readonly quantity: Quantity;
  readonly models: readonly CostModel[];
  readonly setup: Setup;
  readonly measured: readonly Measured[];
  readonly longest: number;
  /** The model that crossings are marked against. */
  readonly against: CostModel | null;
  /** Length that all pictures are read at, and the one under the pointer in any of them. */
  readonly at: number;
  readonly lit: number | null;
  readonly onLit: (length: number | null) => void;
  readonly onAt: (length: number) => void;
}

/** One of the four quantities against the length: lines by formula, points as measured, slopes at one length, crossings. */
export function CostChart(props: CostChartProps) {
  const { quantity, models, setup, measured, longest, against, at, lit } = props;
  const t = useTranslations('cost');
  const locale = useLocale();
  const here = Math.min(lit ?? at, longest);
  const lines = useMemo(() => {
    const x = lengthsTo(longest);
    return models
      .filter((model) => !isTime(quantity) || termsOf(model, setup).roof !== null)
      .map((model): Series => {
        const cost = costOf(model, quantity, setup);
        return {
          id: model.id,
          label: model.name,
          colour: model.colour,
          x,
          y: x.map(cost),
          dashed: dashedAmong(models, model),
          tail: `↗${formatSlope(slopeAt(cost, here))}`,
        };
      });
  }, [models, quantity, setup, longest, here]);
  const points = useMemo(
    () =>
      models.flatMap((model) => {
        const record = measured.find((m) => m.model === model.id);
        return (record && pointsOf(record, model, quantity, t('measuredSeries', { model: model.name }))) ?? [];
      }),
    [models, measured, quantity, t],
  );
  const series = useMemo(() => [...lines, ...points], [lines, points]);

  const crossed = useMemo<ChartNote[]>(() => {
    if (!against || !lines.some((line) => line.id === against.id)) return [];
    return models
      .filter((model) => lines.some((line) => line.id === model.id))
      .flatMap((model) =>
        crossingsOf(model, against, quantity, setup, longest).map(({ length, value }) => ({
          x: length,
          y: value,
          text: formatCount(length, locale),
          colour: model.colour,
          ring: true,
        })),
      );
  }, [models, against, lines, quantity, setup, longest, locale]);
  const state: FigureState =
    series.length > 0
      ? { kind: 'ready' }
      : { kind: 'empty', message: models.length === 0 ? t('noModels') : t('noRoof') };
  const title = t(`quantity.${quantity}.title`);
  const axis = t(`quantity.${quantity}.axis`);
  return (
    <Figure
      title={title}
      caption={t(`quantity.${quantity}.caption`)}
      state={state}
      name={`cost-${quantity}`}
      id={quantity}
      reserve="300px"
      table={() => seriesTable(series, t('length'), axis)}
    >
      <LineChart
        series={series}
        xLog
        yLog
        xBase={2}
        yBase={quantity === 'memory' ? 2 : 10}
        xLabel={t('length')}
        yLabel={axis}
        label={title}
        locale={locale}
        height={300}
        firstWidth={560}
        formatX={(v) => formatLength(v, locale)}
        formatY={(v) => formatQuantity(quantity, v, locale)}
        notes={crossed}
        litX={here}
        onHoverX={props.onLit}
        onSelectX={props.onAt}
      />
    </Figure>
  );
}
