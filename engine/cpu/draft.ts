/** From a request to a list of steps without buffers: which nodes are needed, for which tokens, and which are done together. */
import { nodeIndex } from '../blueprint/graph';
import { ROWWISE_OPS } from '../blueprint/rowwise';
import type { Blueprint, BlueprintNode, OpName } from '../blueprint/types';
import type { Maker } from './step';
import { steps } from './steps';
import { appendStep, attentionStep } from './steps/attention';
import { s4dScanStep } from './steps/s4d';
import { selectiveScanStep, ssdScanStep } from './steps/scan';

export interface Draft {
  readonly node: BlueprintNode;
  /** Tokens to compute: T, or 1 for the last. */
  readonly rows: number;
  /** Nodes whose values the step reads; of a fused step, those read by all that it covers. */
  readonly reads: readonly string[];
  /** How it is computed; or it is a part of another value as that stands; or a constant of the model. */
  readonly make: Maker | 'view' | 'constant';
}

export interface Wanted {
  readonly T: number;
  readonly taps: readonly string[];
  readonly logits: 'none' | 'last' | 'all';
}

/** Read nodes that can be done together with the state they read. */
const SCANS: Partial<Record<OpName, Maker>> = {
  'selective-read': selectiveScanStep,
  'ssd-read': ssdScanStep,
  's4d-read': s4dScanStep,
};

/** The node that is a node's i-th input. */
export const inputOf = (blueprint: Blueprint, node: BlueprintNode, i: number): BlueprintNode =>
  nodeIndex(blueprint).get(node.inputs[i])!;

/**
 * The steps of a request, in order. `watched` says whether somebody looks at a node or changes it: then it is made as it stands in the
 * blueprint, not inside another; `changed`, whether its value is changed after it was made.
 */
export function draftSteps(
  blueprint: Blueprint,
  wanted: Wanted,
  watched: (id: string) => boolean,
  changed: (id: string) => boolean,
): Draft[] {
  const rows = rowsNeeded(blueprint, wanted);
  const fused = new Map<string, Maker>();
  const covered = new Set<string>();
  for (const node of blueprint.nodes) {
    const group = rows.has(node.id) ? fusion(blueprint, node) : null;
    if (!group || group.covers.some(watched)) continue;
    fused.set(node.id, group.make);
    for (const id of group.covers) covered.add(id);
  }
  /** Inputs of a node, and of the nodes that it covers instead of them, in the order of the graph. */
  const reads = (node: BlueprintNode): string[] =>
    node.inputs.flatMap((id, i) => (covered.has(id) ? reads(inputOf(blueprint, node, i)) : [id]));

  const drafts: Draft[] = [];
  for (const node of blueprint.nodes) {
    if (covered.has(node.id)) continue;
    const count = rows.get(node.id);
    if (count === undefined) {
      // Keys or values that nothing of this run reads: the cache needs them all the same.
      if (keepsCache(node)) drafts.push({ node, rows: wanted.T, reads: [node.inputs[1]], make: appendStep });
      continue;
    }
    const make = fused.get(node.id) ?? steps[node.op];
    // The columns of a single row lie side by side: a slice of it is a view, unless it is changed and its source is not.
    const view = node.op === 'slice' && count === 1 && !changed(node.id);
    drafts.push({ node, rows: count, reads: reads(node), make: view ? 'view' : make });
  }
  return drafts;
}

const keepsCache = (node: BlueprintNode) => !node.side && (node.state?.kind === 'k' || node.state?.kind === 'v');

/** The scan or attention that a read node completes, and the ids of the nodes that are then done inside it. */
function fusion(blueprint: Blueprint, node: BlueprintNode): { make: Maker; covers: string[] } | null {
  if (node.op === 'attention-read') {
    const softmax = inputOf(blueprint, node, 0);
    return { make: attentionStep, covers: [softmax.id, softmax.inputs[0]] };
  }
  const make = SCANS[node.op];
  if (!make) return null;
  const h = inputOf(blueprint, node, 0);
  // Mamba's Ā is as large as h and is made within its scan too; Mamba-2's is one number per head, S4D's a constant.
  return { make, covers: h.op === 'selective-state' ? [h.id, h.inputs[0]] : [h.id] };
}

/**
 * How many rows of each node are needed: T, or 1 (the last); nodes that are not needed are absent. All memory must advance, so every state
 * node's inputs count; of the attention caches, k and v alone where nothing reads the result.
 */
function rowsNeeded(blueprint: Blueprint, { T, taps, logits }: Wanted): Map<string, number> {
  const rows = new Map<string, number>();
  const want = (id: string, count: number) => rows.set(id, Math.max(count, rows.get(id) ?? 0));
  for (const id of taps) want(id, T);
  if (logits !== 'none') want('logits', logits === 'all' ? T : 1);
  // A scan moves the state on while it reads it: its read node is run even where its value is not used.
  for (const node of blueprint.nodes) if (SCANS[node.op]) want(node.id, T);
  for (const node of [...blueprint.nodes].reverse()) {
    const count = rows.get(node.id);
    if (count === undefined) {
      if (keepsCache(node)) want(node.inputs[1], T);
      continue;
    }
    const rowwise = ROWWISE_OPS.has(node.op);
    if (!rowwise) want(node.id, T);
    for (const id of node.inputs) want(id, rowwise ? count : T);
  }
  return rows;
}
