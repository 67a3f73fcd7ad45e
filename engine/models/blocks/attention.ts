/**
 * Causal self-attention with grouped queries, shared by llama, jamba and nemotron_h.
 * Read first: Vaswani et al. 2017, arXiv:1706.03762, section 3.2; Ainslie et al. 2023, arXiv:2305.13245 (GQA); Su et al. 2021,
 * arXiv:2104.09864 (RoPE).
 *
 * Glossary: H query heads `n_heads` · H_kv key and value heads `n_kv_heads` · d_h `d_head` · query head j reads key head ⌊j·H_kv/H⌋ ·
 * S tokens seen so far. q is [T, H·d_h], k and v are [T, H_kv·d_h]; the caches k and v are [S, H_kv·d_h], k after its rotation.
 */
import type { BlueprintBuilder } from '../../blueprint/builder';
import { evalDim } from '../../blueprint/dims';
import type { RopeAttrs } from '../config/rope';
import { linear } from './linear';
import { say } from './shell';

export interface AttentionInit {
  /** Node prefix, 'layers.3.mixer'. */
  readonly at: string;
  /** Alternative tensor prefixes, 'model.layers.3.self_attn'. */
  readonly tensors: readonly string[];
  readonly input: string;
  readonly bias: boolean;
  /** Rotary positions, or null where the model has none (Jamba, Mamba2-Hybrid). */
  readonly rope: RopeAttrs | null;
}

/** Adds the mixer's nodes; dims needed: d_model, n_heads, n_kv_heads, d_head, d_q, d_kv. Returns the id of `o_proj`. */
export function attention(b: BlueprintBuilder, m: AttentionInit): string {
  const id = (name: string) => `${m.at}.${name}`;
  const project = (name: 'q' | 'k' | 'v') =>
    linear(b, id(name), {
      input: m.input,
      stems: m.tensors.map((t) => `${t}.${name}_proj`),
      out: name === 'q' ? 'd_q' : 'd_kv',
      in: 'd_model',
      part: 'attention',
      bias: m.bias,
      symbol: 'attention',
      formula: `${name}_t = W_${name}\\, \\tilde u_t`,
      meaning: {
        q: say(
          'The question that this token asks of the earlier ones.',
          'La pregunta que este token hace a los anteriores.',
        ),
        k: say(
          'The label under which this token can be found.',
          'La etiqueta con la que se puede encontrar este token.',
        ),
        v: say('What this token hands over when it is found.', 'Lo que este token entrega cuando se le encuentra.'),
      }[name],
    });
  const rotate = (name: 'q' | 'k', input: string) =>
    m.rope === null
      ? input
      : b.node(id(`${name}_rot`), {
          op: 'rope',
          inputs: [input],
          attrs: { ...m.rope },
          shape: ['T', name === 'q' ? 'd_q' : 'd_kv'],
          symbol: 'attention',
          formula: `${name}_t \\leftarrow R_{\\Theta,t}\\, ${name}_t`,
          meaning: say(
            'Turned by an angle that grows with the position, so that products depend on distance.',
            'Girada un ángulo que crece con la posición, para que los productos dependan de la distancia.',
          ),
        });
  const q = project('q');
  const k = project('k');
  const v = project('v');
  const qRot = rotate('q', q);
  const kRot = rotate('k', k);

  const heads = evalDim('n_heads', b.dims);
  const width = evalDim('d_head', b.dims);
  const attrs = { heads, kvHeads: evalDim('n_kv_heads', b.dims), headDim: width };
  const scores = b.node(id('scores'), {
    op: 'attention-scores',
    inputs: [qRot, kRot],
    attrs: { ...attrs, scale: 1 / Math.sqrt(width) },
    shape: ['n_heads', 'T', 'S'],
    state: { kind: 'k', shape: ['S', 'd_kv'] },
    symbol: 'attention',
    formula: 's_{ts} = \\frac{q_t \\cdot k_s}{\\sqrt{d_h}},\\quad s \\le t',
    meaning: say(
      'How well the question of token t fits the label of each earlier token s. Keeps every key: the KV cache.',
      'Cuánto encaja la pregunta del token t con la etiqueta de cada token anterior s. Guarda todas las claves: la caché KV.',
    ),
  });
  const weights = b.node(id('weights'), {
    op: 'attention-softmax',
    inputs: [scores],
    shape: ['n_heads', 'T', 'S'],
    symbol: 'attention',
    formula: 'a_{ts} = \\frac{e^{s_{ts}}}{\\sum_{r \\le t} e^{s_{tr}}}',
    meaning: say(
      'The share of attention that each earlier token gets; every row adds up to 1.',
      'La parte de atención que recibe cada token anterior; cada fila suma 1.',
    ),
  });
  const context = b.node(id('context'), {
    op: 'attention-read',
    inputs: [weights, v],
    attrs,
    shape: ['T', 'd_q'],
    state: { kind: 'v', shape: ['S', 'd_kv'] },
    symbol: 'attention',
    formula: 'c_t = \\sum_{s \\le t} a_{ts}\\, v_s',
    meaning: say(
      'The values of the earlier tokens, mixed by those shares. Keeps every value: the KV cache.',
      'Los valores de los tokens anteriores, mezclados según esas partes. Guarda todos los valores: la caché KV.',
    ),
  });
  return linear(b, id('o_proj'), {
    input: context,
    stems: m.tensors.map((t) => `${t}.o_proj`),
    out: 'd_model',
    in: 'd_q',
    part: 'attention',
    bias: m.bias,
    formula: 'o_t = W_o\\, c_t',
    meaning: say(
      'Joins the heads and returns to the width of the stream.',
      'Une las cabezas y vuelve a la anchura de la corriente.',
    ),
  });
}
