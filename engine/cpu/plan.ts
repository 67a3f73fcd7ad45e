/**
 * A plan: everything about a request of one shape that can be decided before it runs. Which nodes are needed, for all tokens or the last,
 * which are fused, which buffer each value lives in (a buffer is reused once its last reader is done), where interventions and taps sit.
 * Compiled once and kept, so that decoding a token is a walk along a list of prepared steps.
 */

import type { Intervention } from '../backend';
import { evalShape } from '../blueprint/dims';
import { nodeIndex, nodeOf } from '../blueprint/graph';
import type { Slot } from '../blueprint/slots';
import type { Blueprint, BlueprintNode, OpName } from '../blueprint/types';
import { EngineError } from '../errors';
import { applyIntervention, type ResolvedIntervention, resolveInterventions } from '../interventions';
import { sizeOf } from '../tensor';
import { BufferPool } from './pool';
import type { Maker, Value, Wiring, Work } from './step';
import { steps } from './steps';
import { appendStep, attentionStep } from './steps/attention';
import { type S4dMode, s4dConstant, s4dScanStep } from './steps/s4d';
import { selectiveScanStep, ssdScanStep } from './steps/scan';
import type { CpuWeights } from './weights';

export interface PlanRequest {
  readonly T: number;
  readonly taps: readonly string[];
  readonly logits: 'none' | 'last' | 'all';
  readonly interventions: readonly Intervention[];
}

export interface PlanModel {
  readonly blueprint: Blueprint;
  readonly weights: CpuWeights;
  readonly slots: readonly Slot[];
  readonly s4d: S4dMode;
}

export interface PlannedStep extends Work {
  readonly node: BlueprintNode;
  readonly out: Value;
  readonly rows: number;
  /** To apply when the node is complete; those at h act within its work. */
  readonly changes: readonly ResolvedIntervention[];
  readonly tapped: boolean;
  /** Number of experts that the ids of a 'top-k' choose from; 0 elsewhere. */
  readonly idLimit: number;
}

export interface Plan {
  readonly T: number;
  readonly steps: readonly PlannedStep[];
  /** [T or 1, V], or null if no logits are wanted. */
  readonly logits: Value | null;
  /** Floats of all buffers together. */
  readonly floats: number;
}

/** Ops that treat every token alone: to know the last row they need only the last row of their inputs. */
const ROWWISE: ReadonlySet<OpName> = new Set([
  'rms-norm',
  'linear',
  'slice',
  'activation',
  'softplus',
  'decay',
  'skip',
  'mul',
  'add',
  'glu',
  'softmax',
  'top-k',
  'gather',
  'moe',
]);
const READS: Partial<Record<OpName, Maker>> = {
  'selective-read': selectiveScanStep,
  'ssd-read': ssdScanStep,
  's4d-read': s4dScanStep,
};
const NO_CHANGES: readonly ResolvedIntervention[] = [];

export function compile(model: PlanModel, request: PlanRequest): Plan {
  const { blueprint, weights, slots } = model;
  const { T } = request;
  const index = nodeIndex(blueprint);
  const before = (node: BlueprintNode, input: number) => index.get(node.inputs[input])!;
  const changes = resolveInterventions(blueprint, request.interventions);
  const taps = new Set(request.taps);
  for (const id of taps) nodeOf(blueprint, id);
  const watched = (id: string) => taps.has(id) || changes.has(id);
  const slotOf = new Map(slots.map((slot, i) => [slot.node, i]));

  /** The scan (or attention) that a read node stands for when nobody watches what lies between; the ids it covers besides its own. */
  const fusion = (node: BlueprintNode): { make: Maker; covers: string[] } | null => {
    if (node.op === 'attention-read') {
      const softmax = before(node, 0);
      const covers = [softmax.id, softmax.inputs[0]];
      return covers.some(watched) ? null : { make: attentionStep, covers };
    }
    const make = READS[node.op];
    if (!make) return null;
    const h = before(node, 0);
    const covers = h.op === 'selective-state' ? [h.id, h.inputs[0]] : [h.id];
    return covers.some(watched) ? null : { make, covers };
  };

  const rows = rowsNeeded(blueprint, request, slotOf);
  const fused = new Map<string, Maker>();
  const covered = new Set<string>();
  for (const node of blueprint.nodes) {
    const fuse = rows.has(node.id) ? fusion(node) : null;
    if (!fuse) continue;
    fused.set(node.id, fuse.make);
    for (const id of fuse.covers) covered.add(id);
  }

  // The steps in order, with the values each reads; then the last reader of each buffer.
  const drafts: { node: BlueprintNode; rows: number; reads: string[]; make: Maker | null }[] = [];
  for (const node of blueprint.nodes) {
    const stateOnly = !rows.has(node.id) && slotOf.has(node.id) && !covered.has(node.id);
    if (stateOnly) drafts.push({ node, rows: T, reads: [node.inputs[1]], make: appendStep });
    else if (rows.has(node.id) && !covered.has(node.id)) {
      const r = rows.get(node.id)!;
      const make = fused.get(node.id) ?? steps[node.op];
      const inputs = fused.has(node.id) ? groupInputs(node, before, covered) : [...node.inputs];
      const view = node.op === 'slice' && r === 1 && !changes.has(node.id);
      drafts.push({ node, rows: r, reads: node.op === 'embedding' ? [] : inputs, make: view ? null : make });
    }
  }
  const values = new Map<string, Value>();
  const root = new Map<string, string>();
  const lastUse = new Map<string, number>();
  drafts.forEach((draft, i) => {
    root.set(draft.node.id, draft.make ? draft.node.id : root.get(draft.reads[0])!);
    for (const id of [draft.node.id, ...draft.reads]) lastUse.set(root.get(id)!, i);
  });
  if (request.logits !== 'none') lastUse.set('logits', Number.POSITIVE_INFINITY);

  const pool = new BufferPool();
  const value = (id: string, wanted: number): Value => {
    const v = values.get(id)!;
    return v.rows > wanted ? { data: v.data.subarray((v.rows - wanted) * v.width), rows: wanted, width: v.width } : v;
  };
  const planned = drafts.map((draft, i): PlannedStep => {
    const { node, make, reads } = draft;
    const own = changes.get(node.id) ?? NO_CHANGES;
    const finished = {
      node,
      rows: draft.rows,
      tapped: taps.has(node.id),
      idLimit: node.op === 'top-k' ? values.get(node.inputs[0])!.width : 0,
    };
    if (node.op === 's4d-discretise') {
      const out = constantOf(model, node, own);
      values.set(node.id, out);
      return { ...finished, ...IDLE, out, changes: NO_CHANGES };
    }
    const width = sizeOf(
      evalShape(
        node.shape.filter((d) => d !== 'T' && d !== 'S'),
        blueprint.dims,
      ),
    );
    if (!make) {
      const source = value(reads[0], 1);
      const start = node.attrs.start as number;
      const out = { data: source.data.subarray(start, start + width), rows: 1, width };
      values.set(node.id, out);
      return { ...finished, ...IDLE, out, changes: NO_CHANGES };
    }
    const grows = node.shape.includes('S');
    const floats = make === appendStep || grows ? 0 : draft.rows * width;
    const out: Value = { data: pool.take(node.id, floats), rows: draft.rows, width };
    values.set(node.id, out);
    const wiring: Wiring = {
      node,
      rows: draft.rows,
      out,
      before,
      value: (id) => value(id, draft.rows),
      matrix: (role) => weights.matrices.get(node.weights[role])!,
      vector: (of, role) => weights.vectors.get(of.weights[role]) ?? null,
      s4d: model.s4d,
      slot: (id) => slotOf.get(id)!,
      interventions: (id) => changes.get(id) ?? NO_CHANGES,
    };
    const work = make(wiring);
    for (const id of new Set([node.id, ...reads].map((r) => root.get(r)!))) if (lastUse.get(id) === i) pool.give(id);
    const within = node.op.endsWith('-state');
    return { ...finished, ...work, out, changes: within ? NO_CHANGES : own };
  });
  return { T, steps: planned, logits: request.logits === 'none' ? null : values.get('logits')!, floats: pool.floats };
}

const IDLE: Work = { units: 0, cost: () => 0, run: () => {} };

/** Ā or B̄ of S4D with its interventions: the same for every token. */
function constantOf(model: PlanModel, node: BlueprintNode, changes: readonly ResolvedIntervention[]): Value {
  const shape = evalShape(node.shape, model.blueprint.dims);
  const made = s4dConstant(node, sizeOf(shape), (role) => model.weights.vectors.get(node.weights[role]) ?? null);
  const data = changes.length > 0 ? made.slice() : made;
  for (const change of changes) applyIntervention(change, data, shape, 0, 0);
  return { data, rows: 1, width: data.length };
}

/** Values that a fused step reads: the inputs of all that it covers, in the order of the graph. */
function groupInputs(
  node: BlueprintNode,
  before: (node: BlueprintNode, input: number) => BlueprintNode,
  covered: ReadonlySet<string>,
): string[] {
  return node.inputs.flatMap((id, i) => (covered.has(id) ? groupInputs(before(node, i), before, covered) : [id]));
}

/**
 * How many rows of each node are needed: T, or 1 (the last); nodes that are not needed are absent. All memory must advance, so every state
 * node's inputs count; of the attention caches, k and v alone where nothing reads the result.
 */
function rowsNeeded(
  blueprint: Blueprint,
  { T, taps, logits }: PlanRequest,
  slots: ReadonlyMap<string, number>,
): Map<string, number> {
  const rows = new Map<string, number>();
  const want = (id: string, count: number) => rows.set(id, Math.max(count, rows.get(id) ?? 0));
  for (const id of taps) want(id, T);
  if (logits !== 'none') want('logits', logits === 'all' ? T : 1);
  // A scan moves the state on while it reads it: its read node is run even where its value is not used.
  for (const node of blueprint.nodes) if (READS[node.op] && slots.has(node.inputs[0])) want(node.id, T);
  for (const node of [...blueprint.nodes].reverse()) {
    const count = rows.get(node.id);
    if (count === undefined) {
      if (slots.has(node.id)) want(node.inputs[1], T); // k or v
      continue;
    }
    const rowwise = ROWWISE.has(node.op);
    if (!rowwise) want(node.id, T);
    for (const id of node.inputs) want(id, rowwise ? count : T);
  }
  if (!blueprint.nodes.some((n) => n.id === 'logits'))
    throw new EngineError('bad-argument', 'the blueprint has no node "logits"');
  return rows;
}
