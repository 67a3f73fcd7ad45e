/** The operations of a layer and their short names: what the lab and the atlas draw, list and put into addresses. */
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';

/**
 * The operations of a layer in the order in which they run; null for those outside of all layers (embedding, final norm, head). Readings
 * that the model does not need are left out.
 */
export function opsOf(blueprint: Blueprint, layer: number | null): readonly BlueprintNode[] {
  return blueprint.nodes.filter((node) => node.layer === layer && !node.side);
}

/** Short name of a node inside its layer: 'delta', or 'mlp.gate' where the last part alone names two. */
export function nameOf(blueprint: Blueprint, node: BlueprintNode): string {
  const last = node.id.slice(node.id.lastIndexOf('.') + 1);
  const same = opsOf(blueprint, node.layer).filter((other) => other.id.endsWith(`.${last}`));
  return same.length > 1 && same[0] !== node ? node.id.split('.').slice(2).join('.') : last;
}

/**
 * The node of a layer that a name means: by its path in the layer, by its last part, else (another architecture, a hand-edited link) what
 * is nearest to it: the state, the attention weights, the first operation.
 */
export function findNode(blueprint: Blueprint, layer: number | null, name: string): BlueprintNode {
  const ops = opsOf(blueprint, layer);
  return (
    ops.find((node) => node.id === (layer === null ? name : `layers.${layer}.${name}`)) ??
    ops.find((node) => name !== '' && node.id.endsWith(`.${name}`)) ??
    ops.find((node) => node.state?.kind === 'ssm') ??
    ops.find((node) => node.op === 'attention-softmax') ??
    ops[0]!
  );
}
