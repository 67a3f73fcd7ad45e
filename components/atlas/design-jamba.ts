/**
 * A Jamba of the reader's own, typed as the order of its parts: a mixer (M, Mamba, or *, attention), then what stands behind it (-, an MLP,
 * or E, experts), layer by layer. Its config.json holds no such order, only the distance between two attention layers and the place of the
 * first, and the same of the experts (engine/models/jamba.ts): an order that no two such pairs give is refused, with the reason.
 */
import type { Design } from './design';

/** Where layers of a kind stand: at `offset` and every `period` after it. */
export interface Period {
  readonly period: number;
  readonly offset: number;
}
export type Placing =
  | Period
  | { readonly wrong: 'uneven' }
  /** With this distance a layer of the kind would have to stand here too. */
  | { readonly wrong: 'missing'; readonly at: number };

/** The period of layers at these places (from 0, in order) of `count` layers. None at all is a period that ends before its first. */
export function periodOf(places: readonly number[], count: number): Placing {
  const [first, second] = places;
  if (first === undefined) return { period: count + 1, offset: count };
  if (second === undefined) return { period: count, offset: first };
  const period = second - first;
  if (places.some((place, i) => place !== first + i * period)) return { wrong: 'uneven' };
  if (first >= period) return { wrong: 'missing', at: first - period };
  const next = places.at(-1)! + period;
  return next < count ? { wrong: 'missing', at: next } : { period, offset: first };
}

/** Places of '*' among the mixers or of 'E' among what stands behind them, from 0. */
const placesOf = (pattern: string, mark: '*' | 'E'): number[] =>
  [...pattern].flatMap((c, i) => (c === mark ? [i >> 1] : []));
const layersOf = (pattern: string): number => pattern.length >> 1;

export type JambaProblem =
  /** A mixer stands where an MLP or experts must, or the other way round; places from 1. */
  | { readonly kind: 'mixer' | 'behind'; readonly value: string; readonly at: number }
  | { readonly kind: 'open'; readonly value: string }
  | { readonly kind: 'uneven'; readonly mark: '*' | 'E'; readonly places: string }
  | { readonly kind: 'missing'; readonly mark: '*' | 'E'; readonly places: string; readonly at: number };

/** What is wrong with a pattern whose characters are all right: the first that is out of turn, else the order of each kind. */
export function jambaProblems(pattern: string): readonly JambaProblem[] {
  const turn = [...pattern].findIndex((c, i) => (i % 2 === 0) !== 'M*'.includes(c));
  if (turn >= 0) return [{ kind: turn % 2 === 0 ? 'mixer' : 'behind', value: pattern[turn]!, at: turn + 1 }];
  if (pattern.length % 2 === 1) return [{ kind: 'open', value: pattern.at(-1)! }];
  return (['*', 'E'] as const).flatMap((mark): JambaProblem[] => {
    const found = placesOf(pattern, mark);
    const placing = periodOf(found, layersOf(pattern));
    if (!('wrong' in placing)) return [];
    const places = found.map((place) => place + 1).join(', ');
    return placing.wrong === 'uneven'
      ? [{ kind: 'uneven', mark, places }]
      : [{ kind: 'missing', mark, places, at: placing.at + 1 }];
  });
}

/** A part taken to another layer, past its like alone: mixers and what stands behind them keep their turns. */
export function movePart(pattern: string, from: number, to: number): string {
  const like = [...pattern].filter((_, i) => i % 2 === from % 2);
  const at = Math.min(Math.max(to >> 1, 0), like.length - 1);
  like.splice(at, 0, ...like.splice(from >> 1, 1));
  return [...pattern].map((c, i) => (i % 2 === from % 2 ? like[i >> 1]! : c)).join('');
}

/** The config.json, as transformers writes a Jamba: the fields of the small Jamba's, no others. */
export function jambaConfig(design: Design): Readonly<Record<string, unknown>> {
  const layers = layersOf(design.pattern);
  const [attention, experts] = (['*', 'E'] as const).map((mark) => periodOf(placesOf(design.pattern, mark), layers));
  if ('wrong' in attention! || 'wrong' in experts!) throw new Error(`no Jamba has the order ${design.pattern}`);
  return {
    model_type: 'jamba',
    vocab_size: design.vocab,
    hidden_size: design.width,
    tie_word_embeddings: true,
    bos_token_id: 1,
    eos_token_id: 1,
    pad_token_id: 0,
    num_hidden_layers: layers,
    architectures: ['JambaForCausalLM'],
    intermediate_size: design.mlp,
    num_attention_heads: design.heads,
    num_key_value_heads: design.kvHeads,
    hidden_act: 'silu',
    rms_norm_eps: 1e-6,
    attn_layer_period: attention!.period,
    attn_layer_offset: attention!.offset,
    expert_layer_period: experts!.period,
    expert_layer_offset: experts!.offset,
    num_experts: design.experts,
    num_experts_per_tok: design.topK,
    router_aux_loss_coef: 0.001,
    mamba_d_state: design.state,
    mamba_d_conv: 4,
    mamba_expand: 2,
    mamba_dt_rank: Math.ceil(design.width / 16),
    mamba_conv_bias: true,
    mamba_proj_bias: false,
    max_position_embeddings: 16384,
    dtype: 'float32',
  };
}
