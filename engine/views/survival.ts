/**
 * Who survives: how much of what token j wrote is left at token i, e^{A Σ_{j<k≤i} Δ_k} for each cell (the middle factor of the hidden
 * attention; Ali, Zimerman & Wolf, arXiv:2403.01590, Eq. 14). A cliff in the curve is a token with a large Δ: a reset.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { decayNeeds, decayRates } from './decay-rates';
import { mixerOf } from './mixer';
import { checkIndex, type LayerView } from './view';

export interface SurvivalOptions {
  /** The token j that is followed. */
  readonly token: number;
  readonly unit?: number;
}

/** In [0, 1]; 0 before token j, 1 at it. */
export interface Survival {
  readonly unit: 'channel' | 'head';
  readonly units: number;
  readonly cells: number;
  /** Mean over the cells of each unit, [T, units], and over the units too, [T]. */
  readonly perUnit: Tensor;
  readonly mean: Tensor;
  /** Every cell of `options.unit`, [T, cells]. */
  readonly chosen: Tensor | null;
}

export const survival: LayerView<SurvivalOptions, Survival> = {
  about: {
    title: say('Who survives?', '¿Quién sobrevive?'),
    formula: 's_{j \\to i} = \\exp\\Big(A \\sum_{j < k \\le i} \\Delta_k\\Big)',
    meaning: say(
      'The share of what token j wrote that is still in memory at each later token.',
      'La parte de lo que escribió el token j que sigue en la memoria en cada token posterior.',
    ),
    sources: [{ paper: 'arXiv:2403.01590', at: 'Eq. 14' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && decayNeeds(mixer);
  },
  compute(blueprint, layer, input, options) {
    const rates = decayRates(blueprint, mixerOf(blueprint, layer)!, input);
    const { T, units, cells, delta, A } = rates;
    const token = checkIndex('token', options.token, T);
    const one = options.unit === undefined ? null : checkIndex(rates.unit, options.unit, units);
    const perUnit = new Float32Array(T * units);
    const mean = new Float32Array(T);
    const chosen = one === null ? null : new Float32Array(T * cells);
    const passed = new Float64Array(units); // Σ Δ since token j, summed from there: nothing is subtracted
    for (let i = token; i < T; i++) {
      let all = 0;
      for (let u = 0; u < units; u++) {
        if (i > token) passed[u] += delta ? delta[i * units + u] : 1;
        let sum = 0;
        for (let n = 0; n < cells; n++) {
          const left = Math.exp(-A[u * cells + n] * passed[u]);
          sum += left;
          if (u === one) chosen![i * cells + n] = left;
        }
        perUnit[i * units + u] = sum / cells;
        all += sum / cells;
      }
      mean[i] = all / units;
    }
    return {
      unit: rates.unit,
      units,
      cells,
      perUnit: { shape: [T, units], data: perUnit },
      mean: { shape: [T], data: mean },
      chosen: chosen && { shape: [T, cells], data: chosen },
    };
  },
};
