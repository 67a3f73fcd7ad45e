import type { Tensor } from '@/engine/tensor';

/** One column of a [T, C] tensor. */
export function channelOf({ shape, data }: Tensor, c: number): Float32Array {
  const [T, C] = shape as [number, number];
  if (!(Number.isInteger(c) && c >= 0 && c < C))
    throw new Error(`channel must be a whole number in [0, ${C}); got ${c}`);
  return Float32Array.from({ length: T }, (_, t) => data[t * C + c]!);
}

export interface Cliff {
  readonly channel: number;
  /** The token at which most is lost at once, and what is left before and after it. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Tokens that a channel has to hold a word before its loss counts as a cliff: whatever is quick loses at the first. */
const HELD = 4;

/** The token at which one channel loses most of what token `from` wrote; null where nothing follows. `left` is what is left, [T]. */
export function cliffAt(left: ArrayLike<number>, from: number): Omit<Cliff, 'channel'> | null {
  let best: Omit<Cliff, 'channel'> | null = null;
  for (let at = Math.min(from + 1 + HELD, left.length - 1); at > from && at < left.length; at++) {
    const [before, after] = [left[at - 1]!, left[at]!];
    if (!best || before - after > best.before - best.after) best = { at, before, after };
  }
  return best;
}

/** The channel with the deepest cliff. `perUnit` is what is left of token `from`, [T, C]. */
export function cliffOf(perUnit: Tensor, from: number): Cliff | null {
  const C = perUnit.shape[1]!;
  let best: Cliff | null = null;
  for (let channel = 0; channel < C; channel++) {
    const own = cliffAt(channelOf(perUnit, channel), from);
    if (own && (!best || own.before - own.after > best.before - best.after)) best = { channel, ...own };
  }
  return best;
}
