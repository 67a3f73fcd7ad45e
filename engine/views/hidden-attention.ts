/**
 * Who looks at whom: the implicit attention of a state space layer, or the true one of an attention layer, in one frame (facts of the
 * formulas in mixing.ts). Rows of a state space layer do not add up to 1 and may be negative: show them signed, or their mean magnitude.
 *
 * Read: `mean` E_u α (what rollout uses), `absolute` E_u |α| (no cancelling between channels), and one unit by itself.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { type MixerKind, mixerOf } from './mixer';
import { type Mixing, matrixOf, mixingNeeds, mixingOf } from './mixing';
import { checkIndex, type LayerView, type Pace } from './view';

export interface HiddenAttentionOptions {
  /** Channel or head to return by itself. */
  readonly unit?: number;
  /** Leave out the means, which visit every unit. */
  readonly only?: boolean;
}

export interface HiddenAttention {
  readonly kind: MixerKind;
  readonly unit: 'channel' | 'head';
  readonly units: number;
  /** [T, T], row = the token that reads, column = the token that is read. Null under `only`. */
  readonly mean: Tensor | null;
  readonly absolute: Tensor | null;
  /** [T, T] of `options.unit`. */
  readonly chosen: Tensor | null;
}

export const hiddenAttention: LayerView<HiddenAttentionOptions, HiddenAttention> = {
  about: {
    title: say('Who looks at whom', 'Quién mira a quién'),
    formula:
      '\\tilde\\alpha_{ij} = C_i \\Big(\\prod_{k=j+1}^{i} \\bar A_k\\Big) \\bar B_j,\\qquad y_i = \\sum_{j \\le i} \\tilde\\alpha_{ij}\\, x_j + D x_i',
    meaning: say(
      'How much of token j is in what the layer says at token i: written, kept through every step between, then read.',
      'Cuánto del token j hay en lo que la capa dice en el token i: escrito, conservado en cada paso intermedio y luego leído.',
    ),
    sources: [
      { paper: 'arXiv:2403.01590', at: 'Eq. 10–14' },
      { paper: 'arXiv:2405.21060', at: '§6' },
    ],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && mixingNeeds(mixer);
  },
  async compute(blueprint, layer, input, options, pace) {
    const mixing = mixingOf(blueprint, mixerOf(blueprint, layer)!, input);
    const { T, kind, unit, units } = mixing;
    const one = options.unit === undefined ? null : checkIndex(unit, options.unit, units);
    const chosen = one === null ? null : matrixOf(mixing, one);
    const means = options.only ? null : await meansOf(mixing, pace);
    const square = (data: Float64Array | null): Tensor | null =>
      data && { shape: [T, T], data: Float32Array.from(data) };
    return {
      kind,
      unit,
      units,
      mean: square(means?.mean ?? null),
      absolute: square(means?.absolute ?? null),
      chosen: square(chosen),
    };
  },
};

/** E_u α and E_u |α| over all units. */
export async function meansOf(mixing: Mixing, pace: Pace): Promise<{ mean: Float64Array; absolute: Float64Array }> {
  const { T, units } = mixing;
  const one = new Float64Array(T * T);
  const [mean, absolute] = [new Float64Array(T * T), new Float64Array(T * T)];
  for (let u = 0; u < units; u++) {
    mixing.fill(u, one);
    addMeans(mean, absolute, one, 1 / units, T);
    const rest = pace.rest();
    if (rest) await rest;
  }
  return { mean, absolute };
}

/** Adds share · α and share · |α|, below the diagonal. */
export function addMeans(
  mean: Float64Array,
  absolute: Float64Array,
  one: Float64Array,
  share: number,
  T: number,
): void {
  for (let i = 0; i < T; i++)
    for (let at = i * T; at <= i * T + i; at++) {
      const v = one[at] * share;
      mean[at] += v;
      absolute[at] += v < 0 ? -v : v;
    }
}
