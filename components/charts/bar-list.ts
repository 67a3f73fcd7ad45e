/** Lengths and places of a list of bars with their values before and after a change: d3-free arithmetic, BarList.tsx only renders. */
import { textWidth } from './scale';

export interface Bar {
  readonly id: string | number;
  readonly label: string;
  readonly value: number;
  /** The value before a change: a hollow bar behind. */
  readonly before?: number;
  /** Its own CSS colour, where the bars are things of different kinds. */
  readonly colour?: string;
}

export interface BarPlaces {
  /** Room for labels on the left and for values on the right. */
  readonly left: number;
  readonly right: number;
  /** Length of a value in CSS pixels. */
  length(value: number): number;
}

/** Labels take what they need, up to two fifths of the width; bars share one scale from 0 to the largest value shown, or `max`. */
export function placeBars(bars: readonly Bar[], width: number, texts: readonly string[], max?: number): BarPlaces {
  const left = Math.min(0.4 * width, Math.max(24, ...bars.map((b) => 1.1 * textWidth(b.label) + 16)));
  const right = Math.max(24, ...texts.map((t) => textWidth(t) + 12));
  const most = max ?? Math.max(Number.MIN_VALUE, ...bars.flatMap((b) => [b.value, b.before ?? 0]));
  const room = Math.max(16, width - left - right);
  return { left, right, length: (v) => Math.max(0, Math.min(1, v / most)) * room };
}

/** The first characters of a label that fit into a width. */
export function shorten(label: string, width: number): string {
  const count = Math.max(1, Math.floor(width / textWidth('x')));
  return label.length <= count ? label : `${label.slice(0, Math.max(1, count - 1))}…`;
}
