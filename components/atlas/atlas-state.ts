/**
 * Everything that makes a screen of the atlas, as plain data, and its form in the address. A hand-edited link never breaks the page: each
 * wrong field is reported and replaced by its default, also where only the architecture shows that it is wrong (layer 40 of 32).
 */
import { z } from 'zod';
import { nodeIndex } from '@/engine/blueprint/graph';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import { findNode } from '../blueprint/nodes';
import { counterpart } from './compare';
import {
  type Design,
  LAYOUTS,
  type Layout,
  OWN,
  patternProblems,
  SIZES_OF,
  type Size,
  START,
  STARTS,
  sizeProblems,
} from './design';
import { type AtlasModel, blueprintOf, localId } from './models';

/** What the bars of the diagram are long by. */
export const MEASURES = ['parameters', 'decode', 'prefill', 'moved', 'memory'] as const;
export type Measure = (typeof MEASURES)[number];

/** Bytes of one number: f32, bf16 or f16, int8. */
export const BYTES = [4, 2, 1] as const;

/** Tokens: 2^20 is four times the longest context of the review (256K, Jamba). */
export const MOST_CONTEXT = 2 ** 20;

/** A layer by its index, or what is outside of all layers: embedding, final norm, head. */
export type Place = number | 'ends';

const place = z.union([z.literal('ends'), z.coerce.number().int().min(0).max(999)]);
const id = z.string().regex(/^[\w.-]{1,80}$/);
const fields = {
  model: id,
  /** A second architecture beside it, or none. */
  beside: id,
  layer: place,
  /** The node's id inside its layer: 'mixer.h'. */
  node: z.string().regex(/^[\w.]{1,60}$/),
  /** The layer of the second architecture, where it is not the one that is most like the first. */
  other: place,
  context: z.coerce.number().int().min(1).max(MOST_CONTEXT),
  bytes: z.coerce.number().pipe(z.union(BYTES.map((b) => z.literal(b)))),
  shapes: z.enum(['names', 'numbers']),
  measure: z.enum(MEASURES),
} as const;
type Field = keyof typeof fields;
type DesignField = keyof Design;

export interface AtlasState {
  readonly model: string;
  readonly beside: string | null;
  readonly layer: Place;
  readonly node: string;
  readonly other: Place | null;
  readonly context: number;
  readonly bytes: (typeof BYTES)[number];
  readonly shapes: 'names' | 'numbers';
  readonly measure: Measure;
  /** The reader's own hybrid, which is the architecture OWN. */
  readonly design: Design;
}

export const DEFAULTS: AtlasState = {
  model: 'jamba-v0.1',
  beside: null,
  layer: 0,
  node: 'mixer.h',
  other: null,
  context: 4096,
  bytes: 2,
  shapes: 'names',
  measure: 'parameters',
  design: START,
};

const KEYS: Record<Field, string> = {
  model: 'a',
  beside: 'vs',
  layer: 'l',
  node: 'n',
  other: 'l2',
  context: 'c',
  bytes: 'b',
  shapes: 's',
  measure: 'm',
};
const FIELDS = Object.keys(KEYS) as Field[];
const DESIGN_KEYS: Record<DesignField, string> = {
  layout: 'f',
  pattern: 'p',
  width: 'd',
  state: 'N',
  ssmHeads: 'H',
  heads: 'q',
  kvHeads: 'kv',
  headWidth: 'hd',
  mlp: 'ff',
  experts: 'E',
  topK: 'K',
  vocab: 'v',
};

export interface LinkProblem {
  readonly field: Field | DesignField;
  /** What the link said, cut to a readable length. */
  readonly value: string;
}

/** The query string of a state; fields at their default are left out. */
export function toQuery(state: AtlasState): string {
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const value = state[field];
    if (value !== null && value !== DEFAULTS[field]) query.set(KEYS[field], String(value));
  }
  const { design } = state;
  if (design.layout !== START.layout) query.set(DESIGN_KEYS.layout, design.layout);
  for (const field of ['pattern', ...SIZES_OF[design.layout]] as const)
    if (design[field] !== STARTS[design.layout][field]) query.set(DESIGN_KEYS[field], String(design[field]));
  return query.toString();
}

/** The design in a query string. A wrong size is replaced by the usual one; sizes that do not go together, by all the usual ones. */
function designFrom(query: URLSearchParams, wrong: (field: DesignField, value: string) => void): Design {
  const asked = query.get(DESIGN_KEYS.layout);
  const layout: Layout = LAYOUTS.find((known) => known === asked) ?? START.layout;
  if (asked !== null && asked !== layout) wrong('layout', asked);
  const start = STARTS[layout];
  let design: Record<Size, number> & { layout: Layout; pattern: string } = { ...start };
  for (const size of SIZES_OF[layout]) {
    const raw = query.get(DESIGN_KEYS[size]);
    if (raw === null) continue;
    const value = /^\d{1,9}$/.test(raw) ? Number(raw) : Number.NaN;
    const ranged = sizeProblems({ ...design, [size]: value }, layout).some(
      (p) => p.size === size && p.kind === 'range',
    );
    if (ranged) wrong(size, raw);
    else design[size] = value;
  }
  for (const { size, value } of sizeProblems(design, layout)) wrong(size, String(value));
  if (sizeProblems(design, layout).length > 0) design = { ...start };
  const pattern = query.get(DESIGN_KEYS.pattern);
  if (pattern !== null) {
    if (patternProblems(pattern, layout).length > 0) wrong('pattern', pattern);
    else design.pattern = pattern;
  }
  return toQuery({ ...DEFAULTS, design }) === toQuery({ ...DEFAULTS, design: start }) ? start : design;
}

/** The state in a query string, with what was wrong in it; `modelsOf` gives the architectures with a design among them. Never throws. */
export function fromQuery(
  search: string,
  modelsOf: (design: Design) => readonly AtlasModel[],
): { state: AtlasState; problems: readonly LinkProblem[] } {
  const query = new URLSearchParams(search);
  const state: Record<string, unknown> = { ...DEFAULTS };
  const problems: LinkProblem[] = [];
  const report = (field: LinkProblem['field'], value: string) =>
    problems.push({ field, value: value.length > 60 ? `${value.slice(0, 59)}…` : value });
  const wrong = (field: Field) => {
    report(field, query.get(KEYS[field]) ?? '');
    state[field] = DEFAULTS[field];
  };
  const design = designFrom(query, report);
  state.design = design;
  const models = modelsOf(design);
  for (const field of FIELDS) {
    const raw = query.get(KEYS[field]);
    if (raw === null) continue;
    const parsed = fields[field].safeParse(raw === '' ? undefined : raw);
    if (parsed.success) state[field] = parsed.data;
    else wrong(field);
  }
  const read = state as unknown as AtlasState;
  const modelOf = (name: string) => models.find((model) => model.id === name);
  if (!modelOf(read.model)) wrong('model');
  const blueprint = blueprintOf(modelOf(state.model as string)!);
  if (read.beside !== null && (read.beside === read.model || !modelOf(read.beside))) wrong('beside');
  if (!hasPlace(blueprint, state.layer as Place)) wrong('layer');
  const second = modelOf(state.beside as string);
  const other = state.other as Place | null;
  if (other !== null && !(second && hasPlace(blueprintOf(second), other))) wrong('other');
  const fitted = state as unknown as AtlasState;
  const known =
    nodeAt(blueprint, layerOf(fitted.layer), fitted.node) ??
    (second && nodeAt(blueprintOf(second), otherLayer(fitted, blueprint, blueprintOf(second)), fitted.node));
  // A layer without the usual node (no state in an attention layer) shows what is nearest to it; only a name in the link can be wrong.
  if (!known && query.has(KEYS.node) && !problems.some((p) => p.field === 'node')) wrong('node');
  const node = known ? fitted.node : nearest(blueprint, fitted.layer, fitted.node);
  return { state: { ...fitted, node }, problems };
}

/** The engine's form of a place: the layer of its nodes. */
export const layerOf = (at: Place): number | null => (at === 'ends' ? null : at);

const hasPlace = (blueprint: Blueprint, at: Place) => at === 'ends' || at < blueprint.layers.length;

/** The node of this id inside a layer, or null if the layer has none. */
export const nodeAt = (blueprint: Blueprint, layer: number | null, local: string): BlueprintNode | null =>
  nodeIndex(blueprint).get(layer === null ? local : `layers.${layer}.${local}`) ?? null;

const nearest = (blueprint: Blueprint, at: Place, local: string): string =>
  localId(findNode(blueprint, layerOf(at), local));

/** The layer of the second architecture: the one asked for, else the one most like the first. */
export const otherLayer = (state: AtlasState, first: Blueprint, second: Blueprint): number | null =>
  state.other === null ? counterpart(first, layerOf(state.layer), second) : layerOf(state.other);

/** Another architecture in the place of the first: at the layer most like the one in view, at the same operation if it has it. */
export function withModel(state: AtlasState, models: readonly AtlasModel[], name: string): AtlasState {
  const blueprint = (id: string) => blueprintOf(models.find((model) => model.id === id)!);
  const layer = counterpart(blueprint(state.model), layerOf(state.layer), blueprint(name)) ?? 'ends';
  const beside = state.beside === name ? state.model : state.beside;
  return { ...state, model: name, beside, layer, node: nearest(blueprint(name), layer, state.node), other: null };
}

/** Another layer, at the same operation if it has it. */
export function withLayer(state: AtlasState, blueprint: Blueprint, layer: Place, node = state.node): AtlasState {
  return { ...state, layer, node: nearest(blueprint, layer, node), other: null };
}

/** A second architecture beside the first, or none. */
export function withBeside(state: AtlasState, first: Blueprint, beside: string | null): AtlasState {
  return { ...state, beside, other: null, node: nearest(first, state.layer, state.node) };
}

/** Another design, at the place in view or the last layer where there are fewer now. */
export function withDesign(state: AtlasState, design: Design, blueprintFor: (design: Design) => Blueprint): AtlasState {
  const after = { ...state, design };
  if (state.model !== OWN) return { ...after, other: null };
  const blueprint = blueprintFor(design);
  const layer = state.layer === 'ends' ? state.layer : Math.min(state.layer, blueprint.layers.length - 1);
  return { ...after, layer, other: null, node: nearest(blueprint, layer, state.node) };
}
