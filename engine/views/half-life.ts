/**
 * How long a memory lasts: the half-life of a cell is ln 2 / (Δ |A|) tokens, were every token to step as far as this one. It follows from
 * h_t = e^{-Δ|A|} h_{t-1} (Mamba, arXiv:2312.00752v2, Eq. 2 and 4). In one layer it goes from less than one token to hundreds.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { decayNeeds, decayRates } from './decay-rates';
import { mixerOf } from './mixer';
import { checkIndex, type LayerView } from './view';

export interface HalfLifeOptions {
  /** Channel or head whose cells are returned one by one. */
  readonly unit?: number;
}

/** In tokens; Infinity where Δ is 0 and nothing fades. */
export interface HalfLife {
  readonly unit: 'channel' | 'head';
  readonly units: number;
  readonly cells: number;
  /** Of every cell at the mean Δ of the text: ln 2 / (mean_t Δ · |A|), [units, cells]. The distribution to draw. */
  readonly typical: Tensor;
  /** The slowest and the fastest cell of each unit at each token, [T, units]. */
  readonly slowest: Tensor;
  readonly fastest: Tensor;
  /** Every cell of `options.unit` at each token, [T, cells]. */
  readonly chosen: Tensor | null;
}

export const halfLife: LayerView<HalfLifeOptions, HalfLife> = {
  about: {
    title: say('How long a memory lasts', 'Cuánto dura un recuerdo'),
    formula: 't_{1/2} = \\frac{\\ln 2}{\\Delta_t\\, |A|}',
    meaning: say(
      'Tokens until half of what a cell holds is gone, if every step were like this one.',
      'Tokens hasta que se pierde la mitad de lo que guarda una celda, si todos los pasos fueran como este.',
    ),
    sources: [{ paper: 'arXiv:2312.00752v2', at: 'Eq. 2 and 4, §3.5.2' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && decayNeeds(mixer);
  },
  compute(blueprint, layer, input, options) {
    const rates = decayRates(blueprint, mixerOf(blueprint, layer)!, input);
    const { T, units, cells, delta, A } = rates;
    const step = (t: number, u: number) => (delta ? delta[t * units + u] : 1);
    const mean = Float64Array.from({ length: units }, (_, u) => {
      let sum = 0;
      for (let t = 0; t < T; t++) sum += step(t, u);
      return sum / T;
    });
    const slow = new Float64Array(units).fill(Infinity); // least and largest |A| of each unit
    const fast = new Float64Array(units);
    A.forEach((a, s) => {
      const u = Math.floor(s / cells);
      slow[u] = Math.min(slow[u], a);
      fast[u] = Math.max(fast[u], a);
    });
    const perToken = (a: Float64Array): Tensor => ({
      shape: [T, units],
      data: Float32Array.from(
        { length: T * units },
        (_, i) => Math.LN2 / (step(Math.floor(i / units), i % units) * a[i % units]),
      ),
    });
    const one = options.unit === undefined ? null : checkIndex(rates.unit, options.unit, units);
    return {
      unit: rates.unit,
      units,
      cells,
      typical: {
        shape: [units, cells],
        data: Float32Array.from(A, (a, s) => Math.LN2 / (mean[Math.floor(s / cells)] * a)),
      },
      slowest: perToken(slow),
      fastest: perToken(fast),
      chosen:
        one === null
          ? null
          : {
              shape: [T, cells],
              data: Float32Array.from(
                { length: T * cells },
                (_, i) => Math.LN2 / (step(Math.floor(i / cells), one) * A[one * cells + (i % cells)]),
              ),
            },
    };
  },
};
