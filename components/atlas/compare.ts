/** Two layers of two architectures, node by node: what they share, what is there in both but not the same, what only one has. */
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import { opsOf } from '../blueprint/nodes';
import { localId } from './models';

/** In what a node of the same name differs. */
export type Difference = 'op' | 'formula' | 'shape' | 'inputs';

export interface Comparison {
  /** By local id, in order of computing: in both, the same. */
  readonly same: ReadonlySet<string>;
  /** In both, but not the same, and why. */
  readonly changed: ReadonlyMap<string, readonly Difference[]>;
  /** Only in the first; only in the second. */
  readonly left: ReadonlySet<string>;
  readonly right: ReadonlySet<string>;
}

/** Compares symbolic shapes, not sizes: a larger model of the same design has the same nodes. */
export function compareLayers(a: Blueprint, layerA: number | null, b: Blueprint, layerB: number | null): Comparison {
  const [first, second] = [named(a, layerA), named(b, layerB)];
  const same = new Set<string>();
  const changed = new Map<string, readonly Difference[]>();
  for (const [id, node] of first) {
    const other = second.get(id);
    if (!other) continue;
    const found = differences(node, other);
    if (found.length === 0) same.add(id);
    else changed.set(id, found);
  }
  const missing = (from: ReadonlyMap<string, unknown>, there: ReadonlyMap<string, unknown>) =>
    new Set([...from.keys()].filter((id) => !there.has(id)));
  return { same, changed, left: missing(first, second), right: missing(second, first) };
}

const named = (blueprint: Blueprint, layer: number | null) =>
  new Map(opsOf(blueprint, layer).map((node) => [localId(node), node]));

function differences(a: BlueprintNode, b: BlueprintNode): Difference[] {
  const found: Difference[] = [];
  if (a.op !== b.op || a.attrs.fn !== b.attrs.fn) found.push('op');
  if (a.formula !== b.formula) found.push('formula');
  if (String(a.shape) !== String(b.shape)) found.push('shape');
  if (String(readsOf(a)) !== String(readsOf(b))) found.push('inputs');
  return found;
}

/** Inputs by local id; what comes from another layer is the residual stream, whatever the layer before is called. */
const readsOf = (node: BlueprintNode): string[] =>
  node.inputs.map((id) =>
    node.layer !== null && id.startsWith(`layers.${node.layer}.`) ? id.split('.').slice(2).join('.') : 'stream',
  );

/** The layer of `b` that has most in common with a layer of `a`: the one of the same index if its kind is the same, else the first. */
export function counterpart(a: Blueprint, layer: number | null, b: Blueprint): number | null {
  if (layer === null) return null;
  const kind = a.layers[layer]!.kind;
  if (b.layers[layer]?.kind === kind) return layer;
  const names = new Set(opsOf(a, layer).map(localId));
  const kinds = new Map([...b.layers].reverse().map((info) => [info.kind, info.index]));
  let best = { layer: 0, shared: -1 };
  for (const first of [...kinds.values()].sort((x, y) => x - y)) {
    const shared =
      b.layers[first]!.kind === kind ? Infinity : opsOf(b, first).filter((n) => names.has(localId(n))).length;
    if (shared > best.shared) best = { layer: first, shared };
  }
  return best.layer;
}
