/**
 * Colour scales for values (look.md, "Colour means one thing"): signed values on a diverging scale whose middle is the page, magnitudes
 * on cividis led to the page, probabilities from page to ink. Each is a table of 256 colours, made once per scheme, so that a heatmap is a lookup.
 */
import { interpolateLab } from 'd3-interpolate';
import { interpolateCividis } from 'd3-scale-chromatic';
import { palette } from '../shell/palette';

export type ScaleKind = 'signed' | 'magnitude' | 'probability';
export type Scheme = 'light' | 'dark';

/** Ends of the diverging scale: Okabe-Ito blue and vermilion, darkened or lightened for contrast. The page lies between them. */
const ENDS = {
  light: { negative: '#00558c', positive: '#b34700' },
  dark: { negative: '#6db8ea', positive: '#f39a54' },
} as const;

const tables = new Map<string, Uint8ClampedArray>();

/** 256 colours as RGBA bytes: index 0 is the low end of the domain, 255 the high end. */
export function colourTable(kind: ScaleKind, scheme: Scheme): Uint8ClampedArray {
  const key = `${kind}-${scheme}`;
  let table = tables.get(key);
  if (!table) {
    const at = interpolator(kind, scheme);
    table = new Uint8ClampedArray(256 * 4);
    for (let i = 0; i < 256; i++) table.set([...rgb(at(i / 255)), 255], 4 * i);
    tables.set(key, table);
  }
  return table;
}

/** CSS colour of t in [0, 1] on a scale. */
export function colourAt(kind: ScaleKind, scheme: Scheme, t: number): string {
  const [r, g, b] = rgb(interpolator(kind, scheme)(Math.min(1, Math.max(0, t))));
  return `rgb(${r} ${g} ${b})`;
}

/** Symmetric about 0 for signed values; from 0 for probabilities; the data's own range for magnitudes. Non-finite values are left out. */
export function domainOf(kind: ScaleKind, values: ArrayLike<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isFinite(v)) continue;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (low > high) return kind === 'signed' ? [-1, 1] : [0, 1];
  if (kind === 'probability') return [0, Math.max(high, Number.MIN_VALUE)];
  if (kind === 'signed') {
    const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return [-most, most];
  }
  return low === high ? [low, low + (Math.abs(low) || 1)] : [low, high];
}

/** Index into a colour table; values outside the domain take its ends, NaN takes the middle. */
export function colourIndex(value: number, [low, high]: readonly [number, number]): number {
  const t = (value - low) / (high - low);
  return Number.isNaN(t) ? 128 : Math.round(255 * Math.min(1, Math.max(0, t)));
}

function interpolator(kind: ScaleKind, scheme: Scheme): (t: number) => string {
  const { negative, positive } = ENDS[scheme];
  const [page, ink] = [palette.paper[scheme], palette.ink[scheme]];
  if (kind === 'magnitude') return magnitude(scheme);
  if (kind === 'probability') return interpolateLab(page, ink);
  const [below, above] = [interpolateLab(negative, page), interpolateLab(page, positive)];
  return (t) => (t < 0.5 ? below(2 * t) : above(2 * t - 1));
}

/**
 * Cividis with its low end led to the page, so that what is small recedes in both schemes: paper, sand, grey, navy on light; charcoal, navy,
 * grey, yellow on dark. The share that leads is as long as keeps lightness even (L* changes by about 80 per unit; a test holds that it
 * never turns).
 */
function magnitude(scheme: Scheme): (t: number) => string {
  const [lead, from] = scheme === 'light' ? [0.2, 0.9] : [0.08, 0.08];
  const start = interpolateLab(palette.paper[scheme], interpolateCividis(from));
  const to = scheme === 'light' ? 0 : 1;
  return (t) => (t < lead ? start(t / lead) : interpolateCividis(from + ((to - from) * (t - lead)) / (1 - lead)));
}

function rgb(css: string): [number, number, number] {
  const [r, g, b] = css.match(/[\d.]+/g)!.map((x) => Math.round(Number(x)));
  return [r!, g!, b!];
}
