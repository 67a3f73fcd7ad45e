/**
 * How fast each memory cell fades at each token: r = Δ_t |A|, so that the cell keeps e^{-r} of itself (Mamba, arXiv:2312.00752v2, Eq. 4 and
 * section 3.5.2). From Δ and A, as the weights give them, not from Ā: near 1, Ā in f32 has lost the digits of long half-lives. An intervention at Ā itself is
 * therefore not seen by the views built on this; one at Δ is.
 */
import { nodeOf } from '../blueprint/graph';
import type { Blueprint } from '../blueprint/types';
import { type Mixer, need } from './mixer';
import { tapOf, type ViewInput, type ViewNeeds, weightOf } from './view';

export interface DecayRates {
  readonly T: number;
  readonly unit: 'channel' | 'head';
  readonly units: number;
  /** Cells of one unit that fade at different rates: N in Mamba, 1 in Mamba-2, the poles in S4D. */
  readonly cells: number;
  /** Δ per token and unit, [T, units], or null where the rate is the same for every token (S4D). */
  readonly delta: Float32Array | null;
  /** |A| per unit and cell, [units, cells]; r itself where `delta` is null. */
  readonly A: Float64Array;
}

/** The taps and weights that `decayRates` reads; null for attention, where nothing decays. */
export function decayNeeds(mixer: Mixer): ViewNeeds | null {
  if (mixer.kind === 'attention') return null;
  if (mixer.kind === 's4d') return need(mixer, ['y_ssm'], s4dPoleWeights(mixer));
  return need(mixer, ['delta'], [mixer.weight('A_bar', 'A_log')]);
}

/** How fast the state of a layer fades at every token: Δ and |A| of Mamba, Mamba-2 and S4D in one form. */
export function decayRates(blueprint: Blueprint, mixer: Mixer, input: ViewInput): DecayRates {
  if (mixer.kind === 's4d') {
    const A = s4dRates(blueprint, mixer, input);
    const units = blueprint.dims.d_inner;
    const T = tapOf(input, mixer.id('y_ssm')).shape[0];
    return { T, unit: 'channel', units, cells: A.length / units, delta: null, A };
  }
  const delta = tapOf(input, mixer.id('delta'));
  const [T, units] = delta.shape as [number, number];
  const A = Float64Array.from(weightOf(input, mixer.weight('A_bar', 'A_log')).data, Math.exp);
  return {
    T,
    unit: mixer.kind === 'mamba' ? 'channel' : 'head',
    units,
    cells: A.length / units,
    delta: delta.data,
    A,
  };
}

/** Keys of the weights that the poles of S4D are made of: log Δ, log -Re A, and Im A where the poles are complex (else null). */
export const s4dPoleWeights = (mixer: Mixer): (string | null)[] =>
  ['log_dt', 'log_A_real', 'A_imag'].map((role) => mixer.weightIf('A_bar', role));

/** -ln |Ā| of every pole, [channels, poles], from A and Δ in f64: exact for half-lives of any length. Needs the weights of Ā. */
export function s4dRates(blueprint: Blueprint, mixer: Mixer, input: ViewInput): Float64Array {
  const weight = (role: string) => {
    const key = mixer.weightIf('A_bar', role);
    return key === null ? null : weightOf(input, key).data;
  };
  const [logDt, logReal, imag] = [weight('log_dt')!, weight('log_A_real')!, weight('A_imag')];
  const poles = logReal.length / logDt.length;
  const zoh = nodeOf(blueprint, mixer.id('A_bar')).attrs.method === 'zoh';
  return Float64Array.from(logReal, (log, s) => {
    const step = Math.exp(logDt[Math.floor(s / poles)]);
    const re = step * Math.exp(log); // -Re ΔA
    if (zoh) return re;
    // |1 + z/2|² = |1 - z/2|² - 2 re, for z = ΔA
    const half = (step * (imag ? imag[s] : 0)) / 2;
    return -0.5 * Math.log1p((-2 * re) / ((1 + re / 2) ** 2 + half ** 2));
  });
}
