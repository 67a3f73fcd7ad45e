/**
 * Where the reader stands: a token, a layer, an operation of that layer. Pure moves between such places, in the order in which the model
 * computes: all operations of a layer, then the next layer, then the next token.
 */
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';

export interface Place {
  readonly token: number;
  readonly layer: number;
  /** Index into opsOf(layer). */
  readonly op: number;
}

export type Unit = 'token' | 'layer' | 'op';

/** The operations of a layer in the order in which they run; readings that the model does not need are left out. */
export function opsOf(blueprint: Blueprint, layer: number): readonly BlueprintNode[] {
  return blueprint.nodes.filter((node) => node.layer === layer && !node.side);
}

/** The place one unit further or back. Its token may be -1 or the number of tokens: the caller stops or asks the model for more. */
export function move(blueprint: Blueprint, place: Place, unit: Unit, direction: 1 | -1): Place {
  const last = blueprint.layers.length - 1;
  if (unit === 'token') return { ...place, token: place.token + direction };
  if (unit === 'layer') {
    const layer = place.layer + direction;
    if (layer >= 0 && layer <= last) return { ...place, layer };
    return { ...place, layer: direction > 0 ? 0 : last, token: place.token + direction };
  }
  const op = place.op + direction;
  if (op >= 0 && op < opsOf(blueprint, place.layer).length) return { ...place, op };
  const next = move(blueprint, place, 'layer', direction);
  return { ...next, op: direction > 0 ? 0 : opsOf(blueprint, next.layer).length - 1 };
}

/** Short name of a node inside its layer: 'delta', or 'mlp.gate' where the last part alone names two. */
export function nameOf(blueprint: Blueprint, node: BlueprintNode): string {
  const last = node.id.slice(node.id.lastIndexOf('.') + 1);
  const same = opsOf(blueprint, node.layer ?? 0).filter((other) => other.id.endsWith(`.${last}`));
  return same.length > 1 && same[0] !== node ? node.id.split('.').slice(2).join('.') : last;
}

/**
 * The node of a layer that a name means: by its path in the layer, by its last part, else (another architecture, a hand-edited link) what
 * is nearest to it: the state, the attention weights, the first operation.
 */
export function findNode(blueprint: Blueprint, layer: number, name: string): BlueprintNode {
  const ops = opsOf(blueprint, layer);
  return (
    ops.find((node) => node.id === `layers.${layer}.${name}`) ??
    ops.find((node) => name !== '' && node.id.endsWith(`.${name}`)) ??
    ops.find((node) => node.state?.kind === 'ssm') ??
    ops.find((node) => node.op === 'attention-softmax') ??
    ops[0]!
  );
}
