/**
 * Mixture of experts: a router picks K of E gated MLPs for each token (jamba).
 * Read first: Lieber et al., "Jamba", arXiv:2403.19887, section 3; Shazeer et al. 2017, arXiv:1701.06538.
 *
 * Glossary: E `n_experts` · K `top_k` · I `d_mlp`. The chosen probabilities are used as they are: Jamba, unlike Mixtral, does not make
 * them add up to 1 again. The softmax is over all E experts, before the choice.
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import { evalDim } from '../../blueprint/dims';
import type { WeightSource } from '../../blueprint/types';
import type { Activation } from '../config/activation';
import { linear } from './linear';
import { say } from './shell';

export interface MoeInit {
  /** Node prefix, 'layers.3.mlp'. */
  readonly at: string;
  /** Tensor prefix, 'model.layers.3.feed_forward'. */
  readonly tensors: string;
  readonly input: string;
  readonly fn: Activation;
}

/** Nodes router, router_probs, experts, expert_weights, out; dims needed: d_model, d_mlp, n_experts, top_k. Returns the id of `out`. */
export function moe(b: BlueprintBuilder, m: MoeInit): string {
  const count = evalDim('n_experts', b.dims);
  const router = linear(b, `${m.at}.router`, {
    input: m.input,
    stems: [`${m.tensors}.router`],
    out: 'n_experts',
    in: 'd_model',
    part: 'router',
    bias: false,
    formula: 'r_t = W_r\\, \\tilde u_t',
    meaning: say('How well each expert suits this token.', 'Cuánto le conviene cada experto a este token.'),
  });
  const probs = b.node(`${m.at}.router_probs`, {
    op: 'softmax',
    inputs: [router],
    shape: ['T', 'n_experts'],
    formula: 'p_t = \\mathrm{softmax}(r_t)',
    meaning: say('The same as shares that add up to 1.', 'Lo mismo como partes que suman 1.'),
  });
  const ids = b.node(`${m.at}.experts`, {
    op: 'top-k',
    inputs: [probs],
    attrs: { k: evalDim('top_k', b.dims) },
    shape: ['T', 'top_k'],
    formula: 'e_{t,1..K} = \\mathrm{top}_K(p_t)',
    meaning: say(
      'The experts that are called; the others do no work for this token.',
      'Los expertos a los que se llama; los demás no trabajan para este token.',
    ),
  });
  const shares = b.node(`${m.at}.expert_weights`, {
    op: 'gather',
    inputs: [probs, ids],
    attrs: { normalize: false },
    shape: ['T', 'top_k'],
    formula: '\\pi_{t,k} = p_t[e_{t,k}]',
    meaning: say(
      'How much each chosen expert counts: its share as it is, not made to add up to 1 again.',
      'Cuánto cuenta cada experto elegido: su parte tal cual, sin volver a hacer que sumen 1.',
    ),
  });
  const experts = (name: 'gate_proj' | 'up_proj' | 'down_proj', fused: WeightSource) =>
    b.weight(
      `${m.tensors}.experts.${name}`,
      name === 'down_proj' ? ['n_experts', 'd_model', 'd_mlp'] : ['n_experts', 'd_mlp', 'd_model'],
      'expert',
      {
        matrix: true,
        sources: [
          {
            kind: 'stack',
            names: Array.from({ length: count }, (_, e) => `${m.tensors}.experts.${e}.${name}.weight`),
          },
          fused,
        ],
      },
    );
  const gateUp = `${m.tensors}.experts.gate_up_proj`; // [E, 2I, d] as transformers 5 holds it in memory
  return b.node(`${m.at}.out`, {
    op: 'moe',
    inputs: [m.input, ids, shares],
    weights: {
      gate: experts('gate_proj', { kind: 'rows', name: gateUp, axis: 1, start: '0', end: 'd_mlp' }), // [E, I, d]
      up: experts('up_proj', { kind: 'rows', name: gateUp, axis: 1, start: 'd_mlp', end: '2*d_mlp' }), // [E, I, d]
      down: experts('down_proj', { kind: 'tensor', name: `${m.tensors}.experts.down_proj` }), // [E, d, I]
    },
    attrs: { fn: m.fn, experts: count, k: evalDim('top_k', b.dims) },
    shape: ['T', 'd_model'],
    formula:
      'o_t = \\sum_{k=1}^{K} \\pi_{t,k}\\, W^{down}_{e_k}\\big(\\phi(W^{gate}_{e_k} \\tilde u_t) \\odot W^{up}_{e_k} \\tilde u_t\\big)',
    meaning: say(
      'The answers of the chosen experts, each a gated MLP of its own, weighted and added.',
      'Las respuestas de los expertos elegidos, cada uno un MLP con compuerta propio, ponderadas y sumadas.',
    ),
  });
}
