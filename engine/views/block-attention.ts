/**
 * Attention of the whole block, after Zimerman, Ali & Wolf (arXiv:2405.16504): convolution, SiLU and gate are folded into the
 * matrix by writing SiLU(u) = σ(u) · u and freezing σ(u), so that everything from the block's input to its gated output is one matrix:
 *
 *   A = diag(g) · (α + D I) · diag(s) · M      g: gate; s: what SiLU multiplied by; M: the causal convolution, M_jk = w[W-1-(j-k)]
 *   ŷ_i = Σ_k A_ik x_k + b_i                   x: the block's x before its convolution; b: what the convolution's bias adds
 *
 * Mamba-2 has an RMSNorm after the gate: its scale per token is frozen too. S4D has neither convolution nor gate; GELU(u) = Φ(u) · u is
 * frozen in their place. The identity is exact for the text at hand (a test holds it); it says nothing about other texts, since g, s and
 * the scales are themselves functions of the tokens. Departure: the paper leaves D out for brevity; here it is on the diagonal.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { blockFactors, blockNeeds, blockRow } from './block-factors';
import { addMeans } from './hidden-attention';
import { mixerOf } from './mixer';
import { mixingOf } from './mixing';
import { checkIndex, type LayerView } from './view';

export interface BlockAttentionOptions {
  /** Channel to return by itself. */
  readonly channel?: number;
  readonly only?: boolean;
}

export interface BlockAttention {
  readonly channels: number;
  /** Nodes that the matrix joins: ŷ (output) = A · x (input) + b. */
  readonly input: string;
  readonly output: string;
  /** E_c A and E_c |A|, [T, T]; null under `only`. */
  readonly mean: Tensor | null;
  readonly absolute: Tensor | null;
  /** A of `options.channel`, and what the convolution's bias adds to it, [T]. */
  readonly chosen: Tensor | null;
  readonly bias: Tensor | null;
}

export const blockAttention: LayerView<BlockAttentionOptions, BlockAttention> = {
  about: {
    title: say('Attention of the whole block', 'Atención del bloque entero'),
    formula:
      '\\mathcal{A} = \\mathrm{diag}(\\mathrm{SiLU}(z))\\; \\hat\\alpha\\; \\mathrm{diag}(\\sigma(c))\\; M_{\\text{conv}}',
    meaning: say(
      'The same question asked of the block: convolution, activation, memory and gate folded into one matrix.',
      'La misma pregunta hecha al bloque: convolución, activación, memoria y compuerta reunidas en una sola matriz.',
    ),
    sources: [{ paper: 'arXiv:2405.16504', at: 'unified formulation of Mamba' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && blockNeeds(mixer);
  },
  async compute(blueprint, layer, input, options, pace) {
    const mixer = mixerOf(blueprint, layer)!;
    const mixing = mixingOf(blueprint, mixer, input);
    const { T } = mixing;
    const block = blockFactors(blueprint, mixer, input, T);
    const perUnit = block.channels / mixing.units;
    const alpha = new Float64Array(T * T);
    const one = new Float64Array(T * T);
    const bias = new Float64Array(T);
    let filled = -1;
    const build = (channel: number) => {
      const unit = Math.floor(channel / perUnit);
      if (unit !== filled) mixing.fill(unit, alpha);
      filled = unit;
      for (let i = 0; i < T; i++) {
        const row = i * T;
        bias[i] = blockRow(one.subarray(row, row + T), alpha.subarray(row, row + T), block, channel, unit, i);
      }
    };
    let [mean, absolute]: (Float64Array | null)[] = [null, null];
    if (!options.only) {
      mean = new Float64Array(T * T);
      absolute = new Float64Array(T * T);
      for (let c = 0; c < block.channels; c++) {
        build(c);
        addMeans(mean, absolute, one, 1 / block.channels, T);
        const rest = pace.rest();
        if (rest) await rest;
      }
    }
    const channel = options.channel === undefined ? null : checkIndex('channel', options.channel, block.channels);
    if (channel !== null) build(channel);
    const square = (data: Float64Array | null): Tensor | null =>
      data && { shape: [T, T], data: Float32Array.from(data) };
    return {
      channels: block.channels,
      input: block.input,
      output: block.output,
      mean: square(mean),
      absolute: square(absolute),
      chosen: channel === null ? null : square(one),
      bias: channel === null ? null : { shape: [T], data: Float32Array.from(bias) },
    };
  },
};
