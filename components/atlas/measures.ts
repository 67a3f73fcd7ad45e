/** What the blueprint's cost says of layers, parts and operations, in the measure that the reader has chosen. */
import { type Cost, type CostSums, cost } from '@/engine/blueprint/cost';
import type { Blueprint, BlueprintNode, Part } from '@/engine/blueprint/types';
import { type Measure, MOST_CONTEXT } from './atlas-state';

/** Costs kept per blueprint: the reader goes to and fro between a few contexts. */
const KEPT = 24;
const costs = new WeakMap<Blueprint, Map<string, Cost>>();

/** The cost of a model at a context, every number (weights, state, cache) in `bytes` bytes. */
export function costOf(blueprint: Blueprint, context: number, bytes: number): Cost {
  const known = costs.get(blueprint) ?? new Map<string, Cost>();
  costs.set(blueprint, known);
  const key = `${context} ${bytes}`;
  let found = known.get(key);
  if (!found) {
    found = cost(blueprint, { context, weightBytes: bytes, stateBytes: bytes, cacheBytes: bytes });
    if (known.size >= KEPT) known.delete(known.keys().next().value!);
    known.set(key, found);
  }
  return found;
}

export const stateOf = (sums: CostSums): number => sums.ssmStateBytes + sums.convStateBytes;

/** One measure of a layer or a whole model: a count, FLOPs per token, or bytes. */
export function measured(sums: CostSums, measure: Measure): number {
  switch (measure) {
    case 'parameters':
      return sums.parameters;
    case 'decode':
      return sums.decodeFlops;
    case 'prefill':
      return sums.prefillFlops;
    case 'moved':
      return sums.bytesMoved;
    case 'memory':
      return sums.cacheBytes + stateOf(sums);
  }
}

/** In the order in which a bar is stacked. */
export const PARTS: readonly Part[] = ['embedding', 'mixer', 'attention', 'mlp', 'expert', 'router', 'norm', 'head'];

/** The part that a node's cost belongs to: that of its weights, else that of the work that it does. */
export function partOf(blueprint: Blueprint, node: BlueprintNode): Part {
  const key = Object.values(node.weights)[0];
  if (key !== undefined) return blueprint.weights.get(key)!.part;
  if (node.op === 'rope' || node.op.startsWith('attention-')) return 'attention';
  if (node.op === 'softmax' || node.op === 'top-k' || node.op === 'gather') return 'router';
  if (node.op === 'tokens') return 'embedding';
  const kind = node.layer === null ? '' : blueprint.layers[node.layer]!.kind;
  return kind === 'mlp' || node.id.includes('.mlp.') ? 'mlp' : 'mixer';
}

export interface Row {
  /** A layer's index; null for one node outside of all layers, named by `node`. */
  readonly layer: number | null;
  readonly node: string | null;
  readonly total: number;
  /** Parts that have something of the measure, in the order of PARTS. */
  readonly parts: readonly { readonly part: Part; readonly value: number }[];
}

/** The model from the tokens down to the next token: what stands before the layers, each layer, what stands after. */
export function rowsOf(blueprint: Blueprint, costed: Cost, measure: Measure): readonly Row[] {
  const byId = new Map(blueprint.nodes.map((node) => [node.id, node]));
  const rows = new Map<string, { layer: number | null; node: string | null; parts: Map<Part, number> }>();
  for (const sums of costed.nodes) {
    if (sums.id === 'tokens') continue;
    const key = sums.layer === null ? sums.id : `layer ${sums.layer}`;
    const row = rows.get(key) ?? { layer: sums.layer, node: sums.layer === null ? sums.id : null, parts: new Map() };
    rows.set(key, row);
    const part = partOf(blueprint, byId.get(sums.id)!);
    row.parts.set(part, (row.parts.get(part) ?? 0) + measured(sums, measure));
  }
  return [...rows.values()].map(({ layer, node, parts }) => {
    const list = PARTS.map((part) => ({ part, value: parts.get(part) ?? 0 })).filter(({ value }) => value > 0);
    return { layer, node, parts: list, total: list.reduce((sum, { value }) => sum + value, 0) };
  });
}

/** A measure over all nodes by part, largest first. */
export function sharesOf(rows: readonly Row[]): readonly { readonly part: Part; readonly value: number }[] {
  const sums = new Map<Part, number>();
  for (const { parts } of rows) for (const { part, value } of parts) sums.set(part, (sums.get(part) ?? 0) + value);
  return [...sums].map(([part, value]) => ({ part, value })).sort((a, b) => b.value - a.value);
}

/** Contexts at which curves are drawn: every half power of two from one token on. */
export const CURVE = Array.from({ length: 2 * Math.log2(MOST_CONTEXT) + 1 }, (_, i) => Math.round(2 ** (i / 2)));

/**
 * A quantity of the decode of one token along CURVE. What a token costs and what is kept are linear in the context (test/atlas), so two
 * costs give the whole curve.
 */
export function curveOf(blueprint: Blueprint, bytes: number, pick: (sums: CostSums) => number): number[] {
  const [low, high] = [1, MOST_CONTEXT].map((context) => pick(costOf(blueprint, context, bytes).total));
  return CURVE.map((context) => low! + ((high! - low!) * (context - 1)) / (MOST_CONTEXT - 1));
}
