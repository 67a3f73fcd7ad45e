/**
 * Rollout: attention followed through all layers, residual connections included (Abnar & Zuidema 2020, arXiv:2005.00928; for Mamba, Ali,
 * Zimerman & Wolf, arXiv:2403.01590, Eq. 20-21):   α̃^λ = I + E_u α^λ,   ρ = α̃^Λ … α̃^1.
 * Row i of ρ is the relevance of every token for what stands at token i. In a hybrid, attention layers take part with their mean weights and
 * layers without a mixer are the identity: an MLP mixes no tokens. As in the paper, α is signed; `absolute` takes E_u |α| instead, which
 * cannot cancel. Rows are not normalised: they grow with depth.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { meansOf } from './hidden-attention';
import { mixerOf } from './mixer';
import { mixingNeeds, mixingOf } from './mixing';
import type { ModelView } from './view';

export interface RolloutOptions {
  readonly absolute?: boolean;
}

export interface Rollout {
  /** [T, T]: what each token (column) means for each position (row) after the last layer. */
  readonly relevance: Tensor;
  /** E_u α of each layer that mixes tokens, in order. */
  readonly layers: readonly { readonly layer: number; readonly mean: Tensor }[];
}

export const rollout: ModelView<RolloutOptions, Rollout> = {
  about: {
    title: say('Attention followed through the layers', 'La atención seguida a través de las capas'),
    formula:
      '\\tilde\\alpha^\\lambda = I + \\mathbb{E}_d\\, \\tilde\\alpha^{\\lambda,d},\\qquad \\rho = \\prod_\\lambda \\tilde\\alpha^\\lambda',
    meaning: say(
      'What each token ends up meaning for each position once every layer has mixed them.',
      'Lo que cada token acaba significando para cada posición cuando todas las capas los han mezclado.',
    ),
    sources: [
      { paper: 'arXiv:2403.01590', at: 'Eq. 20–21' },
      { paper: 'arXiv:2005.00928', at: 'attention rollout' },
    ],
  },
  fold: 'text',
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && mixingNeeds(mixer);
  },
  begin(blueprint, _layers, options) {
    let rho: Float64Array | null = null;
    let T = 0;
    const layers: { layer: number; mean: Tensor }[] = [];
    return {
      async add(piece, pace) {
        const mixing = mixingOf(blueprint, mixerOf(blueprint, piece.layer)!, piece);
        T = mixing.T;
        const means = await meansOf(mixing, pace);
        const alpha = options.absolute ? means.absolute : means.mean;
        layers.push({ layer: piece.layer, mean: { shape: [T, T], data: Float32Array.from(alpha) } });
        for (let i = 0; i < T; i++) alpha[i * T + i] += 1;
        rho = rho ? lowerProduct(alpha, rho, T) : alpha;
      },
      finish: () => ({ relevance: { shape: [T, T], data: Float32Array.from(rho ?? []) }, layers }),
    };
  },
};

/** Product of two lower-triangular matrices [T, T]. */
function lowerProduct(a: Float64Array, b: Float64Array, T: number): Float64Array {
  const out = new Float64Array(T * T);
  for (let i = 0; i < T; i++)
    for (let k = 0; k <= i; k++) {
      const v = a[i * T + k];
      if (v !== 0) for (let j = 0; j <= k; j++) out[i * T + j] += v * b[k * T + j];
    }
  return out;
}
