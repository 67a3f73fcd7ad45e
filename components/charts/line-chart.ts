/** Scales, ticks, paths and label places of a line chart: d3 computes here, LineChart.tsx only renders. */
import { type CurveFactory, curveLinear, line, scaleLinear, scaleLog } from 'd3';

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
  readonly dashed?: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
}

export interface ChartScale {
  (value: number): number;
  readonly ticks: readonly number[];
  readonly domain: readonly [number, number];
}

/** A scale over the finite values (and positive ones, if log), with about `count` ticks; on log axes only powers of the base. */
export function makeScale(
  values: Iterable<number>,
  range: readonly [number, number],
  options: { log?: boolean; base?: number; count?: number; domain?: readonly [number, number]; zero?: boolean } = {},
): ChartScale {
  const { log = false, base = 10, count = 5 } = options;
  let low = Infinity;
  let high = -Infinity;
  for (const v of values) {
    if (!Number.isFinite(v) || (log && v <= 0)) continue;
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  if (low > high) [low, high] = log ? [1, base] : [0, 1];
  if (options.zero && !log) [low, high] = [Math.min(0, low), Math.max(0, high)];
  if (low === high)
    [low, high] = log ? [low / base, high * base] : [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  if (options.domain) [low, high] = options.domain;
  if (log) {
    const scale = scaleLog()
      .base(base)
      .domain([low, high])
      .range([...range]);
    if (!options.domain) scale.nice();
    const [a, b] = scale.domain() as [number, number];
    const first = Math.ceil(Math.log(a) / Math.log(base) - 1e-9);
    const last = Math.floor(Math.log(b) / Math.log(base) + 1e-9);
    const every = Math.max(1, Math.ceil((last - first + 1) / (count + 2)));
    const ticks: number[] = [];
    for (let p = first; p <= last; p += every) ticks.push(base ** p);
    return Object.assign((v: number) => scale(v), { ticks, domain: [a, b] as const });
  }
  const scale = scaleLinear()
    .domain([low, high])
    .range([...range]);
  if (!options.domain) scale.nice(count);
  const [a, b] = scale.domain() as [number, number];
  return Object.assign((v: number) => scale(v), { ticks: scale.ticks(count), domain: [a, b] as const });
}

/** SVG path through the points that the scales can show; a gap where a value is not finite (or not positive on a log axis). */
export function pathOf(series: Series, x: ChartScale, y: ChartScale, curve: CurveFactory = curveLinear): string {
  const shown = (i: number) => Number.isFinite(x(series.x[i]!)) && Number.isFinite(y(series.y[i]!));
  return (
    line<number>()
      .defined(shown)
      .x((i) => x(series.x[i]!))
      .y((i) => y(series.y[i]!))
      .curve(curve)(Array.from({ length: series.x.length }, (_, i) => i)) ?? ''
  );
}

/** Heights for labels at the ends of lines: as near to where they belong as `gap` pixels between neighbours allows, inside [top, bottom]. */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const place = [...wanted];
  let last = top - gap;
  for (const i of order) last = place[i] = Math.max(wanted[i]!, last + gap);
  last = bottom + gap;
  for (const i of order.reverse()) last = place[i] = Math.min(place[i]!, last - gap);
  return place;
}

/** Index of the point of `series` nearest to x (in value; in log distance on a log axis). */
export function nearestIndex(xs: ArrayLike<number>, x: number, log: boolean): number {
  const distance = (v: number) => (log ? Math.abs(Math.log(v / x)) : Math.abs(v - x));
  let best = 0;
  for (let i = 1; i < xs.length; i++) if (distance(xs[i]!) < distance(xs[best]!)) best = i;
  return best;
}
