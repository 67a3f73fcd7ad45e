/**
 * How far back a token looks: the mean distance of what it reads, weighted by |α|: Σ_j (i - j) |α_ij| / Σ_j |α_ij|
 * (the effective receptive field of DeciMamba, Ben-Kish et al., arXiv:2406.14528, per token).
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { type MixerKind, mixerOf } from './mixer';
import { mixingNeeds, mixingOf } from './mixing';
import type { LayerView } from './view';

export interface LookBack {
  readonly kind: MixerKind;
  readonly unit: 'channel' | 'head';
  readonly units: number;
  /** In tokens: of each unit, [T, units]; 0 where a unit reads nothing at all. */
  readonly perUnit: Tensor;
  /** Of the layer, [T]: the same mean with Σ_u |α| as weight, so that units that say little count little. */
  readonly layer: Tensor;
}

export const lookBack: LayerView<Record<never, never>, LookBack> = {
  about: {
    title: say('How far back it looks', 'Cuánto mira hacia atrás'),
    formula: '\\bar d_i = \\frac{\\sum_{j \\le i} (i - j)\\, |\\alpha_{ij}|}{\\sum_{j \\le i} |\\alpha_{ij}|}',
    meaning: say(
      'The mean distance, in tokens, of what each token reads.',
      'La distancia media, en tokens, de lo que lee cada token.',
    ),
    sources: [{ paper: 'arXiv:2406.14528', at: 'effective receptive field' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && mixingNeeds(mixer);
  },
  async compute(blueprint, layer, input, _options, pace) {
    const mixing = mixingOf(blueprint, mixerOf(blueprint, layer)!, input);
    const { T, kind, unit, units } = mixing;
    const one = new Float64Array(T * T);
    const perUnit = new Float32Array(T * units);
    const [far, all] = [new Float64Array(T), new Float64Array(T)];
    for (let u = 0; u < units; u++) {
      mixing.fill(u, one);
      for (let i = 0; i < T; i++) {
        let [sum, weight] = [0, 0];
        for (let j = 0; j <= i; j++) {
          const size = Math.abs(one[i * T + j]);
          weight += size;
          sum += (i - j) * size;
        }
        perUnit[i * units + u] = weight > 0 ? sum / weight : 0;
        far[i] += sum;
        all[i] += weight;
      }
      const rest = pace.rest();
      if (rest) await rest;
    }
    return {
      kind,
      unit,
      units,
      perUnit: { shape: [T, units], data: perUnit },
      layer: { shape: [T], data: Float32Array.from(far, (f, i) => (all[i] > 0 ? f / all[i] : 0)) },
    };
  },
};
