'use client';
import { useLocale } from 'next-intl';
import { formatCount } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import type { Series } from '../charts/line-chart';
import { seriesTable } from '../charts/tables';
import { Figure } from '../figure/Figure';

export interface LossFigureProps {
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
}

export default function LossFigure({ name, title, caption, series, xLabel, yLabel }: LossFigureProps) {
  const locale = useLocale();
  return (
    <Figure name={`${name}-loss`} title={title} caption={caption} table={() => seriesTable(series, xLabel, yLabel)}>
      <LineChart
        series={series}
        xLabel={xLabel}
        yLabel={yLabel}
        label={title}
        locale={locale}
        height={220}
        formatX={(v) => formatCount(v, locale)}
      />
    </Figure>
  );
}
