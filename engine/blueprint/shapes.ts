/** Numeric shapes of every node and weight of a blueprint, and the check that each op accepts its own. */
import { type OpCall, ops } from '../ops';
import { evalShape } from './dims';
import { nodeOf } from './graph';
import type { Blueprint, BlueprintNode } from './types';

/** One node with numeric shapes for a run of T tokens, S seen in all. */
export function opCall(blueprint: Blueprint, node: BlueprintNode, T: number, S: number): OpCall {
  const sizes = { T, S };
  const shapeOf = (n: BlueprintNode) => evalShape(n.shape, blueprint.dims, sizes);
  const weights: Record<string, number[]> = {};
  for (const [role, key] of Object.entries(node.weights))
    weights[role] = evalShape(blueprint.weights.get(key)!.shape, blueprint.dims);
  return {
    node,
    inputs: node.inputs.map((id) => shapeOf(nodeOf(blueprint, id))),
    output: shapeOf(node),
    weights,
    T,
    S,
  };
}

/** Throws 'bad-shape' for the first node whose inputs, weights and output cannot belong together. */
export function checkShapes(blueprint: Blueprint): void {
  // T and S are unlike each other and unlike any usual width, so that an axis in the wrong place shows.
  for (const node of blueprint.nodes) ops[node.op].check(opCall(blueprint, node, 3, 1009));
}
