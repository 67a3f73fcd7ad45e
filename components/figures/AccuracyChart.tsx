import { formatPercent, formatWhole } from '../charts/format';
import { LineChart, type LineChartProps } from '../charts/LineChart';

/** Right answers of task models, as shares from 0 to 1, against the size of the task. */
export function AccuracyChart({
  unit,
  right,
  log = false,
  ...chart
}: Pick<LineChartProps, 'series' | 'locale' | 'marks'> & {
  /** What the size counts. */
  readonly unit: string;
  /** What is right. */
  readonly right: string;
  /** Sizes are powers of two. */
  readonly log?: boolean;
}) {
  return (
    <LineChart
      {...chart}
      xLog={log}
      {...(log ? { xBase: 2 } : {})}
      yDomain={[0, 1]}
      xLabel={unit}
      yLabel={right}
      label={right}
      formatX={(v) => formatWhole(v, chart.locale)}
      formatY={formatPercent}
    />
  );
}
