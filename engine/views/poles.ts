/**
 * What an S4D layer is, whatever the text: its poles Ā_n in the unit disc and its convolution kernels (Gu, Gupta, Goel & Ré,
 * arXiv:2206.11893, section 3; Mamba, arXiv:2312.00752v2, Eq. 3). A pole's distance from 0 is how much of a cell survives a step, its angle how
 * far it turns; the kernel is what a single token leaves behind, the same wherever it stands. Each row of the layer's attention is this
 * kernel, shifted: a Toeplitz matrix.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { s4dPoleWeights, s4dRates } from './decay-rates';
import { mixerOf, need } from './mixer';
import { s4dKernel } from './mixing';
import { type LayerView, tapOf, weightOf } from './view';

export interface PolesOptions {
  /** Length of the kernels; the text's own if absent. */
  readonly length?: number;
}

export interface Poles {
  readonly channels: number;
  /** Poles stored per channel: of a conjugate pair only one. */
  readonly poles: number;
  readonly complex: boolean;
  /** Real and imaginary part, [channels, poles]. */
  readonly re: Tensor;
  readonly im: Tensor;
  /** ln 2 / -ln |Ā|, in tokens, and 2π / |arg Ā|, tokens per turn (Infinity for a real positive pole), [channels, poles]. */
  readonly halfLife: Tensor;
  readonly period: Tensor;
  /** K, [channels, length]. */
  readonly kernels: Tensor;
}

export const poles: LayerView<PolesOptions, Poles> = {
  about: {
    title: say('Poles and kernels', 'Polos y núcleos'),
    formula: '\\bar A_n = e^{\\Delta A_n},\\qquad K_l = 2\\,\\mathrm{Re} \\sum_n C_n\\, \\bar A_n^{\\,l}\\, \\bar B_n',
    meaning: say(
      'Where each memory cell fades and turns, and the echo that a single token leaves behind: the same for every text.',
      'Dónde se desvanece y gira cada celda de memoria, y el eco que deja un solo token: igual para todos los textos.',
    ),
    sources: [
      { paper: 'arXiv:2206.11893', at: '§3' },
      { paper: 'arXiv:2312.00752v2', at: 'Eq. 3' },
    ],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer?.kind === 's4d'
      ? need(mixer, ['A_bar', 'B_bar', 'y_ssm'], [mixer.weight('y_ssm', 'C'), ...s4dPoleWeights(mixer)])
      : null;
  },
  compute(blueprint, layer, input, options) {
    const mixer = mixerOf(blueprint, layer)!;
    const complex = mixer.core.attrs.complex === true;
    const aBar = tapOf(input, mixer.id('A_bar')).data;
    const bBar = tapOf(input, mixer.id('B_bar')).data;
    const C = weightOf(input, mixer.weight('y_ssm', 'C')).data;
    const channels = blueprint.dims.d_inner;
    const length = options.length ?? tapOf(input, mixer.id('y_ssm')).shape[0];
    const count = aBar.length / (complex ? 2 : 1);
    const perPole = (of: (re: number, im: number) => number): Tensor => ({
      shape: [channels, count / channels],
      data: Float32Array.from({ length: count }, (_, s) =>
        complex ? of(aBar[2 * s], aBar[2 * s + 1]) : of(aBar[s], 0),
      ),
    });
    const kernels = new Float32Array(channels * length);
    const one = new Float64Array(length);
    for (let c = 0; c < channels; c++) {
      s4dKernel(one, aBar, bBar, C, c, channels, complex);
      kernels.set(one, c * length);
    }
    return {
      channels,
      poles: count / channels,
      complex,
      re: perPole((re) => re),
      im: perPole((_, im) => im),
      // From the poles themselves: Ā in f32 has lost the digits of long half-lives.
      halfLife: {
        shape: [channels, count / channels],
        data: Float32Array.from(s4dRates(blueprint, mixer, input), (rate) => Math.LN2 / rate),
      },
      period: perPole((re, im) => (2 * Math.PI) / Math.abs(Math.atan2(im, re))),
      kernels: { shape: [channels, length], data: kernels },
    };
  },
};
