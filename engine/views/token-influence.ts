/**
 * How much of token j is in the reading at token i, with the size of what it wrote: I_{j→i} = √Σ_c (α^c_ij v^c_j)². The hidden attention
 * alone is only the weight; a token with large α and a tiny value says little. Kobayashi et al. 2020 (arXiv:2004.10102) make the same point
 * for attention: look at ‖α v‖, not at α. For Mamba it is the term of Eq. 10 of Ali, Zimerman & Wolf, arXiv:2403.01590.
 */
import type { Blueprint } from '../blueprint/types';
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { joinNeeds, type Mixer, type MixerKind, mixerOf } from './mixer';
import { mixingNeeds, mixingOf } from './mixing';
import { type LayerView, tapOf, type ViewInput } from './view';

export interface TokenInfluence {
  readonly kind: MixerKind;
  /** [T, T], row = the token that reads: ‖α_ij v_j‖ over all channels. */
  readonly influence: Tensor;
}

export const tokenInfluence: LayerView<Record<never, never>, TokenInfluence> = {
  about: {
    title: say('How much each token brings', 'Cuánto aporta cada token'),
    formula: 'I_{j \\to i} = \\lVert \\alpha_{ij} \\odot x_j \\rVert',
    meaning: say(
      'The size of what token j contributes to the reading at token i: how much it is looked at, times how much it has to say.',
      'El tamaño de lo que el token j aporta a la lectura en el token i: cuánto se le mira por cuánto tiene que decir.',
    ),
    sources: [
      { paper: 'arXiv:2403.01590', at: 'Eq. 10' },
      { paper: 'arXiv:2004.10102', at: 'norm-based analysis' },
    ],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && joinNeeds(mixingNeeds(mixer), { taps: [valueNode(mixer)], weights: [] });
  },
  async compute(blueprint, layer, input, _options, pace) {
    const mixer = mixerOf(blueprint, layer)!;
    const mixing = mixingOf(blueprint, mixer, input);
    const { T, units } = mixing;
    const sizes = valueSizes(blueprint, mixer, input, units);
    const one = new Float64Array(T * T);
    const sum = new Float64Array(T * T);
    for (let u = 0; u < units; u++) {
      mixing.fill(u, one);
      for (let i = 0; i < T; i++)
        for (let j = 0; j <= i; j++) sum[i * T + j] += one[i * T + j] ** 2 * sizes[j * units + u];
      const rest = pace.rest();
      if (rest) await rest;
    }
    return { kind: mixing.kind, influence: { shape: [T, T], data: Float32Array.from(sum, Math.sqrt) } };
  },
};

/** The node whose rows are mixed: x, or the values of attention. */
export function valueNode(mixer: Mixer): string {
  if (mixer.kind === 'attention') return mixer.id('v');
  return mixer.core.inputs[mixer.kind === 's4d' ? 2 : 3];
}

/** Channel of `valueNode` that feeds output channel c of the mixer: c itself, but for attention with fewer value heads than heads. */
export function valueChannel(blueprint: Blueprint, mixer: Mixer): (c: number) => number {
  if (mixer.kind !== 'attention') return (c) => c;
  const { n_heads: heads, n_kv_heads: kv, d_head: d } = blueprint.dims as Record<string, number>;
  return (c) => Math.floor((Math.floor(c / d) * kv) / heads) * d + (c % d);
}

/** ‖v_j‖² of the channels of each unit, [T, units]. */
function valueSizes(blueprint: Blueprint, mixer: Mixer, input: ViewInput, units: number): Float64Array {
  const values = tapOf(input, valueNode(mixer));
  const [T, width] = values.shape as [number, number];
  const channels = mixer.kind === 'attention' ? blueprint.dims.d_q : width;
  const source = valueChannel(blueprint, mixer);
  const each = channels / units;
  const out = new Float64Array(T * units);
  for (let t = 0; t < T; t++)
    for (let c = 0; c < channels; c++) out[t * units + Math.floor(c / each)] += values.data[t * width + source(c)] ** 2;
  return out;
}
