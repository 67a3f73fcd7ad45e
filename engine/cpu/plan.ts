/**
 * A plan: everything about a request of one shape that can be decided before it runs. draft.ts says which steps there are; here each value
 * gets its buffer (used again once the last reader is done), each step its kernel, and interventions and taps their place.
 * Compiled once and kept, so that decoding a token is a walk along a list of prepared steps.
 */
import type { Intervention } from '../backend';
import { evalShape } from '../blueprint/dims';
import { nodeOf } from '../blueprint/graph';
import type { Slot } from '../blueprint/slots';
import type { Blueprint, BlueprintNode } from '../blueprint/types';
import { applyIntervention, type ResolvedIntervention, resolveInterventions } from '../interventions';
import { sizeOf } from '../tensor';
import { type Draft, draftSteps, inputOf, type Wanted } from './draft';
import { BufferPool } from './pool';
import type { Value, Wiring, Work } from './step';
import { appendStep } from './steps/attention';
import { type S4dMode, s4dConstant } from './steps/s4d';
import type { CpuWeights } from './weights';

export interface PlanRequest extends Wanted {
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

const NO_CHANGES: readonly ResolvedIntervention[] = [];
/** The work of a view or a constant: their values are there already. */
const NO_WORK: Work = { units: 0, cost: () => 0, run: () => {} };

/** Throws 'bad-argument' for unknown taps and for interventions that cannot be done. */
export function compile(model: PlanModel, request: PlanRequest): Plan {
  const { blueprint } = model;
  const changes = resolveInterventions(blueprint, request.interventions);
  const taps = new Set(request.taps);
  for (const id of taps) nodeOf(blueprint, id);
  const drafts = draftSteps(
    blueprint,
    request,
    (id) => taps.has(id) || changes.has(id),
    (id) => changes.has(id),
  );
  const bound = new Binder(model, drafts, changes, request.logits !== 'none');
  const steps = drafts.map((draft, i): PlannedStep => {
    const { node, rows } = draft;
    const { out, work } = bound.step(draft, i);
    const within = node.op.endsWith('-state') || draft.make === 'constant';
    return {
      ...work,
      node,
      rows,
      out,
      tapped: taps.has(node.id),
      changes: within ? NO_CHANGES : (changes.get(node.id) ?? NO_CHANGES),
      idLimit: node.op === 'top-k' ? bound.value(node.inputs[0], rows).width : 0,
    };
  });
  const logits = request.logits === 'none' ? null : bound.value('logits', request.T);
  return { T: request.T, steps, logits, floats: bound.floats };
}

/** Gives buffers and kernels to drafts, one after another. */
class Binder {
  private readonly values = new Map<string, Value>();
  private readonly pool = new BufferPool();
  /** Index of the draft after which the buffer of a node is free, by the id of the node that it was taken for. */
  private readonly lastUse = new Map<string, number>();
  /** The node whose buffer a node's value lies in: itself, or the source of a view. */
  private readonly owner = new Map<string, string>();
  private readonly slotOf: ReadonlyMap<string, number>;

  constructor(
    private readonly model: PlanModel,
    drafts: readonly Draft[],
    private readonly changes: ReadonlyMap<string, readonly ResolvedIntervention[]>,
    keepLogits: boolean,
  ) {
    this.slotOf = new Map(model.slots.map((slot, i) => [slot.node, i]));
    drafts.forEach(({ node, reads, make }, i) => {
      this.owner.set(node.id, make === 'view' ? this.owner.get(reads[0])! : node.id);
      for (const id of [node.id, ...reads]) this.lastUse.set(this.owner.get(id)!, i);
    });
    if (keepLogits) this.lastUse.set('logits', Number.POSITIVE_INFINITY);
  }

  get floats(): number {
    return this.pool.floats;
  }

  /** The value of a node, or its last row where only that is wanted. */
  value(id: string, rows: number): Value {
    const v = this.values.get(id)!;
    if (v.rows <= rows) return v;
    return { data: v.data.subarray((v.rows - rows) * v.width), rows, width: v.width };
  }

  step(draft: Draft, index: number): { out: Value; work: Work } {
    const { node, rows, reads, make } = draft;
    const { blueprint } = this.model;
    if (make === 'constant') return { out: this.keep(node, this.constant(node)), work: NO_WORK };
    const perRow = node.shape.filter((dim) => dim !== 'T' && dim !== 'S');
    const width = sizeOf(evalShape(perRow, blueprint.dims));
    if (make === 'view') {
      const start = node.attrs.start as number;
      const data = this.value(reads[0], 1).data.subarray(start, start + width);
      return { out: this.keep(node, { data, rows: 1, width }), work: NO_WORK };
    }
    // Attention scores and weights grow with the context: their buffers are made by each run.
    const floats = make === appendStep || node.shape.includes('S') ? 0 : rows * width;
    const out = this.keep(node, { data: this.pool.take(node.id, floats), rows, width });
    const work = make(this.wiring(node, rows, out));
    for (const id of new Set([node.id, ...reads].map((r) => this.owner.get(r)!)))
      if (this.lastUse.get(id) === index) this.pool.give(id);
    return { out, work };
  }

  private keep(node: BlueprintNode, value: Value): Value {
    this.values.set(node.id, value);
    return value;
  }

  private wiring(node: BlueprintNode, rows: number, out: Value): Wiring {
    const { blueprint, weights, s4d } = this.model;
    return {
      node,
      rows,
      out,
      s4d,
      before: (of, input) => inputOf(blueprint, of, input),
      value: (id) => this.value(id, rows),
      matrix: (role) => weights.matrices.get(node.weights[role])!,
      vector: (of, role) => weights.vectors.get(of.weights[role]) ?? null,
      slot: (id) => this.slotOf.get(id)!,
      interventions: (id) => this.changes.get(id) ?? NO_CHANGES,
    };
  }

  /** Ā or B̄ of S4D with its interventions: one row, the same for every token. */
  private constant(node: BlueprintNode): Value {
    const { blueprint, weights } = this.model;
    const shape = evalShape(node.shape, blueprint.dims);
    const own = this.changes.get(node.id) ?? NO_CHANGES;
    const made = s4dConstant(node, sizeOf(shape), (role) => weights.vectors.get(node.weights[role]) ?? null);
    const data = own.length > 0 ? made.slice() : made;
    for (const change of own) applyIntervention(change, data, shape, 0, 0);
    return { data, rows: 1, width: data.length };
  }
}
