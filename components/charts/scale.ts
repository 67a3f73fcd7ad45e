/** Scales and ticks of every chart: d3 computes here, components only render. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { formatNumber } from './format';

export interface ChartScale {
  /** The place of a value, to a hundredth of a pixel (`settled`). */
  (value: number): number;
  /** Labelled; on log axes only powers of the base. */
  readonly ticks: readonly number[];
  /** Unlabelled, between the powers of a log axis to base 10 that spans few of them. */
  readonly minor: readonly number[];
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** The base of a log scale, or null. */
  readonly base: number | null;
  /** The value at a place. */
  invert(place: number): number;
}

export interface ScaleOptions {
  readonly log?: boolean;
  readonly base?: number;
  /** About how many ticks. */
  readonly count?: number;
  readonly domain?: readonly [number, number];
  /** Include 0 (linear scales). */
  readonly zero?: boolean;
  /** Round the ends of the domain to ticks. Default true. */
  readonly nice?: boolean;
  /** Ticks at round numbers of binary units, as bytes are counted: 0, 50 KiB, 100 KiB (linear scales). */
  readonly binary?: boolean;
}

/**
 * To a hundredth. Math.log and Math.pow of two versions of one engine differ in the last digit, so a chart that the server has drawn and the
 * browser draws again is the same only where that digit is dropped. Powers of two on an axis often fall right between two hundredths: a hair
 * is added, so that they go up in both.
 */
export const settled = (place: number): number => Math.round(100 * place + 1e-6) / 100;

/** A scale over the finite values (and positive ones, if log). */
export function makeScale(
  values: Iterable<number>,
  range: readonly [number, number],
  options: ScaleOptions = {},
): ChartScale {
  const { log = false, base = 10, count = 5, nice = true } = options;
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
  const unit = options.binary && !log ? binaryUnit(Math.max(Math.abs(low), Math.abs(high))) : 1;
  const scale = (log ? scaleLog().base(base) : scaleLinear()).domain([low / unit, high / unit]).range([...range]);
  if (!options.domain && nice) scale.nice(count);
  const domain = scale.domain().map((v) => v * unit) as [number, number];
  return Object.assign((v: number) => settled(scale(v / unit)), {
    ...(log ? powers(domain, base, count) : { ticks: scale.ticks(count).map((v) => v * unit), minor: [] }),
    domain,
    range,
    base: log ? base : null,
    invert: (place: number) => unit * scale.invert(place),
  });
}

/** The largest power of 1024 that is no more than `size`: what formatBytes counts it in. */
function binaryUnit(size: number): number {
  let unit = 1;
  while (size / unit >= 1024) unit *= 1024;
  return unit;
}

/** Powers of the base in the domain, every second or third where there are many. */
function powers([a, b]: readonly [number, number], base: number, count: number) {
  const first = Math.ceil(Math.log(a) / Math.log(base) - 1e-9);
  const last = Math.floor(Math.log(b) / Math.log(base) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / (count + 2)));
  const ticks: number[] = [];
  const minor: number[] = [];
  for (let p = first; p <= last; p += every) ticks.push(base ** p);
  if (base === 10 && every === 1 && last - first <= 6)
    for (let p = first - 1; p <= last; p++)
      for (let m = 2; m < 10; m++) if (m * 10 ** p >= a && m * 10 ** p <= b) minor.push(m * 10 ** p);
  return { ticks, minor };
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 3 → "³", -12 → "⁻¹²". */
export function superscript(power: number): string {
  return String(power)
    .replace('-', '⁻')
    .replace(/\d/g, (d) => RAISED[Number(d)]);
}

/** A tick as a power of its base on a log axis ("10³", "2¹⁰"; 1 and the base plain), as a number elsewhere. */
export function formatTick(value: number, scale: ChartScale, locale: string): string {
  if (scale.base === null) return linearTick(value, scale.ticks, locale);
  const power = Math.round(Math.log(value) / Math.log(scale.base));
  return power === 0 || power === 1 ? formatNumber(value, locale) : `${scale.base}${superscript(power)}`;
}

/** With as many decimals as the step between ticks asks for: 0.680 beside 0.682. */
function linearTick(value: number, ticks: readonly number[], locale: string): string {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 0;
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0;
  if (value === 0 || decimals === 0 || decimals > 4 || Math.abs(value) >= 1000) return formatNumber(value, locale);
  return value.toFixed(decimals).replace('-', '−');
}

/** CSS pixels that a text of 12 px takes in the interface's sans, about: enough to leave room for it. */
export const textWidth = (text: string): number => 6.7 * text.length;

/** Room for the labels of a vertical axis. */
export function roomFor(labels: readonly string[], least = 24): number {
  return Math.max(least, ...labels.map((l) => textWidth(l) + 15));
}
