/**
 * A hybrid of the reader's own: an order of layers and a few sizes, which make the config.json of a Mamba2-Hybrid (model_type 'nemotron_h',
 * engine/models/nemotron-h.ts) or of a Jamba (design-jamba.ts). Whatever passes here builds a blueprint, so that every figure of the atlas
 * can follow each key stroke.
 */
import { type JambaProblem, jambaConfig, jambaProblems, movePart } from './design-jamba';
import type { AtlasModel } from './models';

/** The atlas's id of the reader's own hybrid. */
export const OWN = 'own';

/** 'mamba2': one part a layer, in any order (Mamba2-Hybrid, Nemotron-H). 'jamba': a mixer and what stands behind it in every layer. */
export const LAYOUTS = ['mamba2', 'jamba'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** M is Mamba-2 in the one layout and Mamba in the other. */
export type Mark = 'M' | '*' | '-' | 'E';
export const MARKS = { mamba2: ['M', '*', '-'], jamba: ['M', '*', '-', 'E'] } as const satisfies Record<Layout, Mark[]>;
/** The layers that can be added. */
export const LAYERS: Readonly<Record<Layout, readonly string[]>> = {
  mamba2: MARKS.mamba2,
  jamba: ['M-', 'ME', '*-', '*E'],
};
/** Characters of one layer. */
export const partsOf = (layout: Layout): number => LAYERS[layout][0]!.length;

/** More layers than any published hybrid has (Nemotron-H 56B: 118). */
export const MOST_LAYERS = 128;

/** The sizes, each with the least and the most that may be asked for. */
export const SIZES = {
  /** d_model */
  width: [8, 8192],
  /** N */
  state: [1, 256],
  /** Heads of Mamba-2; each is 2·width / heads wide. */
  ssmHeads: [1, 512],
  /** Query heads, the key heads that they share, and the width of one. */
  heads: [1, 128],
  kvHeads: [1, 128],
  headWidth: [4, 256],
  mlp: [8, 32768],
  /** Experts of a layer that has them, and how many of them a token uses. */
  experts: [2, 256],
  topK: [1, 256],
  vocab: [8, 262144],
} as const satisfies Record<string, readonly [number, number]>;
export type Size = keyof typeof SIZES;
/** The sizes that a layout has; the others of a design stand as they are. */
export const SIZES_OF: Readonly<Record<Layout, readonly Size[]>> = {
  mamba2: ['width', 'state', 'ssmHeads', 'heads', 'kvHeads', 'headWidth', 'mlp', 'vocab'],
  jamba: ['width', 'state', 'heads', 'kvHeads', 'mlp', 'experts', 'topK', 'vocab'],
};

export interface Design extends Readonly<Record<Size, number>> {
  readonly layout: Layout;
  readonly pattern: string;
}

/** The small hybrid that comes with the site (test/atlas/design.test.ts holds it to its config.json). */
export const START: Design = {
  layout: 'mamba2',
  pattern: 'M-M-M--M*-M-M-',
  width: 112,
  state: 64,
  ssmHeads: 7,
  heads: 4,
  kvHeads: 2,
  headWidth: 32,
  mlp: 272,
  experts: 4,
  topK: 2,
  vocab: 5272,
};
/** What each layout begins with: the small hybrids that come with the site. */
export const STARTS: Readonly<Record<Layout, Design>> = {
  mamba2: START,
  jamba: {
    ...START,
    layout: 'jamba',
    pattern: 'M-MEM-ME*-MEM-ME',
    width: 96,
    state: 16,
    heads: 3,
    kvHeads: 3,
    mlp: 160,
  },
};

export type PatternProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'long'; readonly value: number; readonly most: number }
  /** A character that is no layer, at its place from 1. 'experts' is E, which Nemotron 3 has and this engine does not run. */
  | { readonly kind: 'character' | 'experts'; readonly value: string; readonly at: number }
  | JambaProblem;

/** Everything that is wrong with a pattern; nothing if it is one. */
export function patternProblems(text: string, layout: Layout = 'mamba2'): readonly PatternProblem[] {
  const characters = [...text];
  if (characters.length === 0) return [{ kind: 'empty' }];
  const wrong = characters.flatMap((value, i): PatternProblem[] =>
    (MARKS[layout] as readonly string[]).includes(value)
      ? []
      : [{ kind: value === 'E' ? 'experts' : 'character', value, at: i + 1 }],
  );
  const layers = Math.ceil(characters.length / partsOf(layout));
  const long: PatternProblem[] = layers > MOST_LAYERS ? [{ kind: 'long', value: layers, most: MOST_LAYERS }] : [];
  return [...wrong, ...long, ...(layout === 'jamba' && wrong.length === 0 ? jambaProblems(text) : [])];
}

export type SizeProblem =
  | {
      readonly size: Size;
      readonly kind: 'range';
      readonly value: number;
      readonly least: number;
      readonly most: number;
    }
  /** The value must divide another number. */
  | { readonly size: Size; readonly kind: 'divide'; readonly value: number; readonly whole: number };

/** What is wrong with the sizes, each alone and then together. */
export function sizeProblems(design: Readonly<Record<Size, number>>, layout: Layout): readonly SizeProblem[] {
  const range = SIZES_OF[layout].flatMap((size): SizeProblem[] => {
    const [value, [least, most]] = [design[size], SIZES[size]];
    return Number.isInteger(value) && value >= least && value <= most
      ? []
      : [{ size, kind: 'range', value, least, most }];
  });
  if (range.length > 0) return range;
  const divides = (size: Size, whole: number): SizeProblem[] =>
    whole % design[size] === 0 ? [] : [{ size, kind: 'divide', value: design[size], whole }];
  if (layout === 'mamba2') return [...divides('ssmHeads', 2 * design.width), ...divides('kvHeads', design.heads)];
  const { topK: value, experts: most } = design;
  return [
    ...divides('heads', design.width),
    ...divides('kvHeads', design.heads),
    ...(value > most ? [{ size: 'topK', kind: 'range', value, least: 1, most } as const] : []),
  ];
}

/** A layer (of a Jamba: a part of one) taken to another place; both places are kept inside the pattern. */
export function moveLayer(pattern: string, from: number, to: number, layout: Layout = 'mamba2'): string {
  if (layout === 'jamba') return movePart(pattern, from, to);
  const marks = [...pattern];
  const at = Math.min(Math.max(to, 0), marks.length - 1);
  marks.splice(at, 0, ...marks.splice(from, 1));
  return marks.join('');
}

/** Without one layer; the last one stays, since a model has at least one. */
export function removeLayer(pattern: string, at: number, layout: Layout = 'mamba2'): string {
  const parts = partsOf(layout);
  const first = at - (at % parts);
  return pattern.length > parts ? pattern.slice(0, first) + pattern.slice(first + parts) : pattern;
}

/** With one more layer at the end, up to MOST_LAYERS. */
export const addLayer = (pattern: string, layer: string): string =>
  pattern.length < MOST_LAYERS * layer.length ? pattern + layer : pattern;

/** The config.json of a design, as transformers writes a Nemotron-H or a Jamba: the fields of the small hybrid's, no others. */
export function configOf(design: Design): Readonly<Record<string, unknown>> {
  if (design.layout === 'jamba') return jambaConfig(design);
  return {
    model_type: 'nemotron_h',
    vocab_size: design.vocab,
    hidden_size: design.width,
    tie_word_embeddings: false,
    bos_token_id: 1,
    eos_token_id: 1,
    pad_token_id: 0,
    architectures: ['NemotronHForCausalLM'],
    hybrid_override_pattern: design.pattern,
    intermediate_size: design.mlp,
    mlp_hidden_act: 'relu2',
    mlp_bias: false,
    num_attention_heads: design.heads,
    num_key_value_heads: design.kvHeads,
    head_dim: design.headWidth,
    attention_bias: false,
    ssm_state_size: design.state,
    mamba_num_heads: design.ssmHeads,
    mamba_head_dim: (2 * design.width) / design.ssmHeads,
    n_groups: 1,
    expand: 2,
    conv_kernel: 4,
    chunk_size: 32,
    use_conv_bias: true,
    use_bias: false,
    mamba_proj_bias: false,
    mamba_hidden_act: 'silu',
    layer_norm_epsilon: 1e-5,
    residual_in_fp32: true,
    max_position_embeddings: 16384,
    time_step_min: 1e-9,
    dtype: 'float32',
  };
}

const models = new WeakMap<Design, Map<string, AtlasModel>>();

/** A design as one more architecture of the atlas: the same object for the same design, so that its blueprint is built once. */
export function ownModel(design: Design, name: string): AtlasModel {
  const known = models.get(design) ?? new Map<string, AtlasModel>();
  models.set(design, known);
  const model = known.get(name) ?? { id: OWN, name, config: configOf(design), small: false };
  known.set(name, model);
  return model;
}
