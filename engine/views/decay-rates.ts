/**
 * How fast each memory cell fades at each token: r = Δ_t |A|, so that the cell keeps e^{-r} of itself (Mamba, arXiv:2312.00752v2, Eq. 4 and
 * section 3.5.2). From Δ and A_log, not from Ā: near 1, Ā in f32 has lost the digits of long half-lives. An intervention at Ā itself is
 * therefore not seen by the views built on this; one at Δ is.
 */
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

export function decayNeeds(mixer: Mixer): ViewNeeds | null {
  if (mixer.kind === 'attention') return null;
  if (mixer.kind === 's4d') return need(mixer, ['A_bar', 'y_ssm']);
  return need(mixer, ['delta'], [mixer.weight('A_bar', 'A_log')]);
}

export function decayRates(blueprint: Blueprint, mixer: Mixer, input: ViewInput): DecayRates {
  if (mixer.kind === 's4d') {
    const aBar = tapOf(input, mixer.id('A_bar')).data;
    const complex = mixer.core.attrs.complex === true;
    const size = (s: number) => (complex ? Math.hypot(aBar[2 * s], aBar[2 * s + 1]) : Math.abs(aBar[s]));
    const A = Float64Array.from({ length: aBar.length / (complex ? 2 : 1) }, (_, s) => -Math.log(size(s)));
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
