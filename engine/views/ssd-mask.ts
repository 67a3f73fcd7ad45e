/**
 * The three panels of state space duality (Dao & Gu, arXiv:2405.21060, sections 3 and 5): one head of Mamba-2 is a mask of decays L times the
 * products C·Bᵀ, elementwise. L says when, C·Bᵀ says what; their product with diag(Δ) on the right is the hidden attention.
 * With all a_t = 1 it is causal linear attention; with a constant a it is RetNet's decay.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { mixerOf, need } from './mixer';
import { contentProducts, decayMask } from './mixing';
import { checkIndex, type LayerView, tapOf } from './view';

export interface SsdMaskOptions {
  readonly head: number;
}

/** All [T, T], zero above the diagonal. */
export interface SsdMask {
  readonly head: number;
  readonly heads: number;
  readonly group: number;
  /** L_ij = Π_{k=j+1..i} a_k. */
  readonly mask: Tensor;
  /** C_i · B_j. */
  readonly content: Tensor;
  /** L ∘ C Bᵀ. */
  readonly product: Tensor;
  /** L ∘ C Bᵀ · diag(Δ): times x it is y. */
  readonly weighted: Tensor;
}

export const ssdMask: LayerView<SsdMaskOptions, SsdMask> = {
  about: {
    title: say('When and what: the two factors of Mamba-2', 'Cuándo y qué: los dos factores de Mamba-2'),
    formula:
      'M = L \\circ C B^\\top,\\quad L_{ij} = \\prod_{k=j+1}^{i} a_k\\ (i \\ge j),\\qquad Y = M\\, \\mathrm{diag}(\\Delta)\\, X',
    meaning: say(
      'The mask says how much of token j has survived until token i; the products say how well what it wrote fits what is asked now.',
      'La máscara dice cuánto del token j sobrevive hasta el token i; los productos, cuánto encaja lo que escribió con lo que se pregunta ahora.',
    ),
    sources: [{ paper: 'arXiv:2405.21060', at: '§5, Listing 1' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer?.kind === 'mamba2' ? need(mixer, ['A_bar', 'delta', 'B', 'C']) : null;
  },
  compute(blueprint, layer, input, options) {
    const mixer = mixerOf(blueprint, layer)!;
    const { ssm_heads: H, n_groups: G, d_state: N } = blueprint.dims as Record<string, number>;
    const head = checkIndex('head', options.head, H);
    const group = Math.floor((head * G) / H);
    const tap = (name: string) => tapOf(input, mixer.id(name)).data;
    const [a, delta] = [tap('A_bar'), tap('delta')];
    const T = delta.length / H;
    const [mask, content] = [new Float64Array(T * T), new Float64Array(T * T)];
    decayMask(mask, a, head, H);
    contentProducts(content, tap('B'), tap('C'), group, G, N);
    const product = mask.map((l, at) => l * content[at]);
    const weighted = product.map((m, at) => m * delta[(at % T) * H + head]);
    const square = (data: Float64Array): Tensor => ({ shape: [T, T], data: Float32Array.from(data) });
    return {
      head,
      heads: H,
      group,
      mask: square(mask),
      content: square(content),
      product: square(product),
      weighted: square(weighted),
    };
  },
};
