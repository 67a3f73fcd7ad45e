/** Which head of a Transformer looks farthest back: where the figure of attention begins. */
import type { Tensor } from '@/engine/tensor';

/** Tokens from here on back count as far: a sentence or so. */
export const FAR = 6;

export const weightsOf = (layer: number): string => `layers.${layer}.mixer.weights`;

/**
 * The head that gives most weight to tokens FAR or more places back, on average over the tokens that have such; the first token is left out,
 * where heads rest their weight when they look for nothing. `layers` are taps of attention weights, [heads, T, T].
 */
export function farthest(layers: readonly Tensor[]): { layer: number; head: number } {
  let best = { layer: 0, head: 0, share: -1 };
  layers.forEach(({ shape, data }, layer) => {
    const [heads, T] = shape as [number, number, number];
    for (let head = 0; head < heads; head++) {
      let share = 0;
      for (let t = FAR + 1; t < T; t++) for (let s = 1; s <= t - FAR; s++) share += data[(head * T + t) * T + s]!;
      if (share > best.share) best = { layer, head, share };
    }
  });
  return { layer: best.layer, head: best.head };
}
