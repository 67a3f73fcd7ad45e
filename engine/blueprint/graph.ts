import { EngineError } from '../errors';
import type { Blueprint, BlueprintNode } from './types';

const indexes = new WeakMap<Blueprint, Map<string, BlueprintNode>>();

/** Nodes by id, built once per blueprint. */
export function nodeIndex(blueprint: Blueprint): Map<string, BlueprintNode> {
  let index = indexes.get(blueprint);
  if (!index) {
    index = new Map(blueprint.nodes.map((n) => [n.id, n]));
    indexes.set(blueprint, index);
  }
  return index;
}

/** The node of this id; an unknown id is an error that names the closest ones. */
export function nodeOf(blueprint: Blueprint, id: string): BlueprintNode {
  const node = nodeIndex(blueprint).get(id);
  if (node) return node;
  const tail = id.split('.').at(-1);
  const near = blueprint.nodes.filter((n) => n.id.endsWith(`.${tail}`)).slice(0, 3);
  const hint = near.length
    ? `Did you mean ${near.map((n) => n.id).join(', ')}?`
    : `The first nodes are ${blueprint.nodes
        .slice(0, 5)
        .map((n) => n.id)
        .join(', ')}.`;
  throw new EngineError('bad-argument', `unknown node "${id}" in this ${blueprint.modelType} model`, hint, {
    node: id,
  });
}

/** Ids that match a glob: `*` stands for one dotted part or a piece of one, `**` for any number of parts. */
export function matchNodes(blueprint: Blueprint, glob: string): string[] {
  const pattern = glob
    .split('.')
    .map((part) => (part === '**' ? '.*' : part.replace(/[\\^$+?()[\]{}|]/g, '\\$&').replace(/\*/g, '[^.]*')))
    .join('\\.')
    .replaceAll('.*\\.', '(?:.*\\.)?');
  const re = new RegExp(`^${pattern}$`);
  return blueprint.nodes.filter((n) => re.test(n.id)).map((n) => n.id);
}

/** The nodes that must run to produce `targets`, in order. Everything else (side readings, unused branches) is left out. */
export function needed(blueprint: Blueprint, targets: Iterable<string>): BlueprintNode[] {
  const index = nodeIndex(blueprint);
  const keep = new Set<string>();
  const todo = [...targets].map((id) => nodeOf(blueprint, id));
  for (let node = todo.pop(); node; node = todo.pop()) {
    if (keep.has(node.id)) continue;
    keep.add(node.id);
    for (const input of node.inputs) todo.push(index.get(input)!);
  }
  return blueprint.nodes.filter((n) => keep.has(n.id));
}

/** Nodes that keep memory between runs, in order; their states are named `<node id>:<kind>`. */
export function stateNodes(blueprint: Blueprint): BlueprintNode[] {
  return blueprint.nodes.filter((n) => n.state && !n.side);
}
