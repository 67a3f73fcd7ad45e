/** Paths, label places and readings of a line chart: d3 computes here, LineChart.tsx only renders. */
import { area, type CurveFactory, curveLinear, line } from 'd3-shape';
import type { ChartScale } from './scale';

export interface Series {
  readonly id: string;
  readonly label: string;
  /** A CSS colour, by convention a symbol's variable: 'var(--sym-h)'. */
  readonly colour: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Measured values are drawn as points, with lower and upper ends of their spread if given. */
  readonly points?: boolean;
  readonly low?: ArrayLike<number>;
  readonly high?: ArrayLike<number>;
  /** Broken into dashes, or into dots, which are finer. */
  readonly dashed?: boolean | 'dots';
  /** A few words after its name, at its end and in the readout: its slope. */
  readonly tail?: string;
  /** Its name is left out at its end: another line of the same thing says it. */
  readonly unnamed?: boolean;
}

/** A point of a chart with a few words beside it: a slope, a crossing. */
export interface ChartNote {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly colour: string;
  /** A ring around the point. */
  readonly ring?: boolean;
}

/** SVG's stroke-dasharray of a series, in pixels; none where its line is whole. */
export const dashOf = ({ dashed }: Pick<Series, 'dashed'>): string | undefined =>
  dashed === 'dots' ? '1.5 3' : dashed ? '5 4' : undefined;

/** SVG path through the points that the scales can show; a gap where a value is not finite (or not positive on a log axis). */
export function pathOf(series: Series, x: ChartScale, y: ChartScale, curve: CurveFactory = curveLinear): string {
  const shown = (i: number) => Number.isFinite(x(series.x[i])) && Number.isFinite(y(series.y[i]));
  return (
    line<number>()
      .defined(shown)
      .x((i) => x(series.x[i]))
      .y((i) => y(series.y[i]))
      .curve(curve)(Array.from({ length: series.x.length }, (_, i) => i)) ?? ''
  );
}

/** SVG path of the band between `low` and `high` of a line. */
export function bandOf(series: Series, x: ChartScale, y: ChartScale): string {
  const { low, high } = series;
  if (!low || !high) return '';
  return (
    area<number>()
      .defined((i) => [x(series.x[i]), y(low[i]), y(high[i])].every(Number.isFinite))
      .x((i) => x(series.x[i]))
      .y0((i) => y(low[i]))
      .y1((i) => y(high[i]))(Array.from({ length: series.x.length }, (_, i) => i)) ?? ''
  );
}

/** All x at which some series has a point that the scale can show, in order: where the arrow keys stop. */
export function stopsOf(series: readonly Series[], x: ChartScale): number[] {
  const all = new Set(series.flatMap((s) => Array.from(s.x)));
  return [...all].filter((v) => Number.isFinite(x(v))).sort((a, b) => a - b);
}

/** Heights for labels at the ends of lines: as near to where they belong as `gap` pixels between neighbours allows, inside [top, bottom]. */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const place = [...wanted];
  let last = top - gap;
  for (const i of order) last = place[i] = Math.max(wanted[i], last + gap);
  last = bottom + gap;
  for (const i of order.reverse()) last = place[i] = Math.min(place[i], last - gap);
  return place;
}

/** Index of the point of `series` nearest to x (in value; in log distance on a log axis). */
export function nearestIndex(xs: ArrayLike<number>, x: number, log: boolean): number {
  const distance = (v: number) => (log ? Math.abs(Math.log(v / x)) : Math.abs(v - x));
  let best = 0;
  for (let i = 1; i < xs.length; i++) if (distance(xs[i]) < distance(xs[best])) best = i;
  return best;
}

/**
 * Baseline for a name of 12 px that stands between the places `span`, as near to the top of the frame as no line runs through it; right at
 * the top if all of them are taken.
 */
export function freeLine(
  series: readonly Series[],
  x: ChartScale,
  y: ChartScale,
  span: readonly [number, number],
  frame: { readonly top: number; readonly bottom: number },
): number {
  const taken: [number, number][] = [];
  for (const s of series) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < s.x.length; i++) {
      const next = Math.min(i + 1, s.x.length - 1);
      const [x0, x1, y0, y1] = [x(s.x[i]), x(s.x[next]), y(s.y[i]), y(s.y[next])];
      if (Math.max(x0, x1) < span[0] || Math.min(x0, x1) > span[1]) continue;
      // Only the part of the line that runs over the span counts.
      for (const end of span) {
        const share = x1 === x0 ? 0 : Math.min(1, Math.max(0, (end - x0) / (x1 - x0)));
        const place = y0 + share * (y1 - y0);
        if (Number.isFinite(place)) [low, high] = [Math.min(low, place), Math.max(high, place)];
      }
    }
    if (low <= high) taken.push([low, high]);
  }
  for (let line = frame.top + 10; line < frame.bottom - 4; line += 14)
    if (taken.every(([low, high]) => high < line - 12 || low > line + 4)) return line;
  return frame.top + 10;
}
