/**
 * Which nodes of a graph are done together. A pattern starts from the node that gives the fused value's core (the read of a scan, a product, a
 * gate) and names roles and inputs as op.ts lists them. Whether nobody watches what lies between is decided here, once for all patterns.
 */
import type { BlueprintNode } from '../blueprint/types';

export interface Graph {
  /** The node of this id, if it is needed. */
  node(id: string): BlueprintNode | undefined;
  /** Needed nodes that read this one. */
  readers(id: string): readonly BlueprintNode[];
  /** Somebody asked for this node's value. */
  tapped(id: string): boolean;
  changed(id: string): boolean;
}

export interface Match {
  /** Key of gpuFusions. */
  readonly name: string;
  /** By role, in order; the last gives the value. */
  readonly nodes: Readonly<Record<string, BlueprintNode>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** Of the nodes, those that need not run on their own. */
  readonly covered: readonly string[];
}

/** Roles whose weights and attrs the fused kernel reads while it computes their value again: others may read them too. */
const RECOMPUTED = new Set(['decay', 'A_bar', 'B_bar', 'gate']);

type Roles = Record<string, BlueprintNode>;
type Pattern = (g: Graph, node: BlueprintNode) => { name: string; nodes: Roles; inputs: Record<string, string> } | null;

const isFn = (node: BlueprintNode | undefined, fn?: string): node is BlueprintNode =>
  node?.op === 'activation' && (fn === undefined || node.attrs.fn === fn);

/** The only reader of a node, if nobody else looks at it. */
function follower(g: Graph, node: BlueprintNode): BlueprintNode | null {
  const readers = g.readers(node.id);
  return readers.length === 1 && !g.tapped(node.id) && !g.changed(node.id) ? readers[0] : null;
}

/** Skip and gate after a scan's read, as far as they may be fused. Adds to `nodes` and `inputs`. */
function skipAndGate(g: Graph, read: BlueprintNode, x: string, nodes: Roles, inputs: Record<string, string>): void {
  let last = read;
  const skip = follower(g, last);
  if (skip?.op === 'skip' && skip.inputs[0] === last.id && skip.inputs[1] === x) {
    nodes.skip = skip;
    last = skip;
  }
  const gated = follower(g, last);
  if (gated?.op !== 'mul' || gated.inputs[0] !== last.id) return;
  const gate = g.node(gated.inputs[1]);
  if (!isFn(gate, 'silu') || g.changed(gate.id)) return;
  nodes.gate = gate;
  nodes.gated = gated;
  inputs.z = gate.inputs[0];
}

/** Mamba and Mamba-2: decay, state, read, and what follows. */
const scan =
  (name: string, stateOp: string, readOp: string): Pattern =>
  (g, read) => {
    if (read.op !== readOp) return null;
    const state = g.node(read.inputs[0]);
    const decay = state?.op === stateOp ? g.node(state.inputs[0]) : undefined;
    if (!state || decay?.op !== 'decay' || decay.inputs[0] !== state.inputs[1]) return null;
    const [, delta, B, x] = state.inputs;
    const nodes: Roles = { decay, state, read };
    const inputs: Record<string, string> = { delta, x, B, C: read.inputs[1] };
    skipAndGate(g, read, x, nodes, inputs);
    return { name, nodes, inputs };
  };

const s4dScan: Pattern = (g, read) => {
  if (read.op !== 's4d-read') return null;
  const state = g.node(read.inputs[0]);
  if (state?.op !== 's4d-state') return null;
  const [A_bar, B_bar] = [g.node(state.inputs[0]), g.node(state.inputs[1])];
  if (A_bar?.op !== 's4d-discretise' || B_bar?.op !== 's4d-discretise') return null;
  const x = state.inputs[2];
  const nodes: Roles = { A_bar, B_bar, state, read };
  let last = read;
  const skip = follower(g, last);
  if (skip?.op === 'skip' && skip.inputs[0] === last.id && skip.inputs[1] === x) {
    nodes.skip = skip;
    last = skip;
  }
  const act = follower(g, last);
  if (act && isFn(act, 'gelu')) nodes.act = act;
  return { name: 's4d-scan', nodes, inputs: { x } };
};

const attention: Pattern = (g, read) => {
  if (read.op !== 'attention-read') return null;
  const weights = g.node(read.inputs[0]);
  const scores = weights?.op === 'attention-softmax' ? g.node(weights.inputs[0]) : undefined;
  if (!weights || scores?.op !== 'attention-scores') return null;
  const [q, k] = scores.inputs;
  return { name: 'attention', nodes: { scores, weights, read }, inputs: { q, k, v: read.inputs[1] } };
};

const convolution: Pattern = (g, conv) => {
  if (conv.op !== 'causal-conv') return null;
  const act = follower(g, conv);
  if (!act || !isFn(act, 'silu')) return null;
  return { name: 'causal-conv', nodes: { conv, act }, inputs: { x: conv.inputs[0] } };
};

/** A branch joins the stream in the product that ends it. */
const linearAdd: Pattern = (g, linear) => {
  if (linear.op !== 'linear') return null;
  const add = follower(g, linear);
  if (add?.op !== 'add') return null;
  const residual = add.inputs[add.inputs[0] === linear.id ? 1 : 0];
  if (residual === linear.id) return null;
  return { name: 'linear-add', nodes: { linear, add }, inputs: { x: linear.inputs[0], residual } };
};

const gated: Pattern = (g, mul) => {
  if (mul.op !== 'mul') return null;
  const at = [1, 0].find((i) => {
    const gate = g.node(mul.inputs[i]);
    return isFn(gate) && !g.changed(gate.id);
  });
  if (at === undefined) return null;
  const gate = g.node(mul.inputs[at])!;
  return { name: 'gated', nodes: { gate, gated: mul }, inputs: { x: mul.inputs[1 - at], z: gate.inputs[0] } };
};

/** In this order: a gate belongs to a scan before it is fused alone. */
const PATTERNS: readonly Pattern[] = [
  scan('selective-scan', 'selective-state', 'selective-read'),
  scan('ssd-scan', 'ssd-state', 'ssd-read'),
  s4dScan,
  attention,
  convolution,
  linearAdd,
  gated,
];

/** Fusions among `nodes` that `known` has kernels for, by the id of the node whose value they give. */
export function findFusions(
  g: Graph,
  nodes: readonly BlueprintNode[],
  known: Readonly<Record<string, unknown>>,
): Map<string, Match> {
  const found = new Map<string, Match>();
  const taken = new Set<string>();
  for (const pattern of PATTERNS)
    for (const node of nodes) {
      const match = taken.has(node.id) ? null : pattern(g, node);
      if (!match || !known[match.name]) continue;
      const members = Object.entries(match.nodes);
      const last = members.at(-1)![1];
      const inside = new Set(members.map(([, member]) => member.id));
      const hidden = ([role, member]: [string, BlueprintNode]) =>
        member === last ||
        (!g.changed(member.id) &&
          (RECOMPUTED.has(role) ||
            (!g.tapped(member.id) && g.readers(member.id).every((reader) => inside.has(reader.id)))));
      if (!members.every(hidden) || members.some(([, member]) => taken.has(member.id))) continue;
      const covered = members
        .filter(([, member]) => member !== last)
        .map(([, member]) => member.id)
        .filter((id) => !g.tapped(id) && g.readers(id).every((reader) => inside.has(reader.id)));
      found.set(last.id, { ...match, covered });
      // A recomputed node that also runs on its own may serve another fusion too.
      for (const id of [...covered, last.id]) taken.add(id);
    }
  return found;
}
