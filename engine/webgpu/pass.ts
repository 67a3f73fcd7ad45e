/**
 * One pass over the model: walks the steps of a plan, records their dispatches, gives values back to the arena after their last reader, and
 * copies taps to a staging buffer as they arise. It is what ops see as their context. Nothing is submitted here.
 */
import { evalShape } from '../blueprint/dims';
import { nodeOf } from '../blueprint/graph';
import type { Blueprint, BlueprintNode, Dims } from '../blueprint/types';
import { sizeOf } from '../tensor';
import type { Buffers } from './buffers';
import type { Changes, ChangesByNode } from './changes';
import type { Encoder } from './encoder';
import { type GpuMatrix, type GpuTensor, type OpContext, rowWidth, type StateBuffers, type StateChanges } from './op';
import { dense, isDense } from './ops/slice';
import type { Plan, Step } from './planner';
import type { Transition } from './state';
import type { Variants } from './variants';
import type { GpuWeights } from './weights';

/** What passes share: everything of a loaded model that ops use. */
export interface Machine {
  readonly blueprint: Blueprint;
  readonly weights: GpuWeights;
  readonly buffers: Buffers;
  readonly encoder: Encoder;
  readonly changes: Changes;
  readonly variants: Variants;
  /** Constants of the model by key, made at first use. */
  readonly constants: Map<string, GPUBuffer>;
}

export interface PassInit {
  readonly plan: Plan;
  readonly changes: ChangesByNode;
  /** Ids on the device, u32 words. */
  readonly tokens: GpuTensor;
  /** Tokens seen before this pass. */
  readonly position: number;
  readonly memory: Transition;
  /** Takes a finished tap: dense values at a byte offset of a buffer. Records a copy. */
  readonly onTap: (node: BlueprintNode, value: GpuTensor) => void;
}

/** T tokens on their way through the plan, after `position` tokens that the state has seen. */
export class Pass implements OpContext {
  readonly encoder: Encoder;
  readonly dims: Dims;
  readonly variants: Variants;
  readonly position: number;
  /** Rows of the step at work: all tokens of the pass, or 1. */
  T: number;

  private readonly tokens: number;
  private readonly S: number;
  private readonly values = new Map<string, GpuTensor>();
  /** How many values stand on each arena buffer. */
  private readonly shares = new Map<GPUBuffer, number>();
  /** Allocated by the step at work. */
  private fresh: GPUBuffer[] = [];

  constructor(
    private readonly machine: Machine,
    private readonly init: PassInit,
  ) {
    this.encoder = machine.encoder;
    this.dims = machine.blueprint.dims;
    this.variants = machine.variants;
    this.position = init.position;
    this.tokens = this.T = init.tokens.shape[0];
    this.S = this.position + this.tokens;
    this.values.set('tokens', init.tokens);
  }

  /** Records the pass. Returns the logits of all tokens or the last, if the plan has them; the caller calls `end` once it has used them. */
  record(): GpuTensor | null {
    for (const step of this.init.plan.steps) this.step(step);
    return this.init.plan.logits ? this.values.get('logits')! : null;
  }

  /** Gives every buffer back. After a failure too. */
  end(): void {
    for (const buffer of [...this.fresh, ...this.shares.keys()]) this.machine.buffers.release(buffer);
    this.fresh = [];
    this.shares.clear();
    this.values.clear();
  }

  alloc(shape: readonly number[]): GpuTensor {
    const buffer = this.machine.buffers.acquire(4 * sizeOf(shape));
    this.fresh.push(buffer);
    return { buffer, shape, offset: 0, stride: sizeOf(shape.slice(1)) };
  }

  vector(node: BlueprintNode, role: string): GPUBuffer | null {
    return this.machine.weights.vector(node, role);
  }

  matrix(node: BlueprintNode, role: string): GpuMatrix {
    return this.machine.weights.matrix(node, role);
  }

  state(node: BlueprintNode): StateBuffers {
    return this.init.memory.fixed(node.id);
  }

  stateChanges(node: BlueprintNode): StateChanges | null {
    const changes = this.init.changes.get(node.id);
    return changes ? this.machine.changes.within(changes, this.position, this.tokens, this.S) : null;
  }

  cache(node: BlueprintNode): GPUBuffer {
    return this.init.memory.cache(node.id);
  }

  constants(key: string, make: () => Float32Array<ArrayBuffer>): GPUBuffer {
    let buffer = this.machine.constants.get(key);
    if (!buffer) {
      const data = make();
      buffer = this.machine.buffers.storage(key, data.byteLength, data);
      this.machine.constants.set(key, buffer);
    }
    return buffer;
  }

  private step(step: Step): void {
    const { node, work } = step;
    this.T = step.last ? 1 : this.tokens;
    const inputs = step.inputs.map((id) => this.rows(this.values.get(id)!));
    if (work.kind === 'append') this.append(node, inputs[0]);
    else {
      let value: GpuTensor;
      if (work.kind === 'op') value = work.op.encode(this, node, inputs);
      else {
        const names = Object.keys(work.match.inputs);
        value = work.fusion.encode(this, work.match.nodes, Object.fromEntries(names.map((n, i) => [n, inputs[i]])));
      }
      value = this.change(step, value);
      this.keep(node.id, value);
      if (step.tapped) this.init.onTap(node, dense(this, value));
    }
    for (const buffer of this.fresh) this.machine.buffers.release(buffer);
    this.fresh = [];
    for (const id of step.release) this.drop(id);
  }

  /** Interventions at a node, on a value of its own: a view would change what it was cut from. */
  private change(step: Step, value: GpuTensor): GpuTensor {
    const { node } = step;
    const changes = this.init.changes.get(node.id);
    if (!changes || node.op.endsWith('-state')) return value;
    const own = this.fresh.includes(value.buffer) && isDense(value) ? value : dense(this, value, true);
    const shape = evalShape(node.shape, this.dims, { T: this.T, S: this.S });
    const ids = node.op === 'top-k' ? rowWidth(this.values.get(node.inputs[0])!) : 0;
    const first = this.S - (step.last ? 1 : this.tokens);
    this.machine.changes.apply(changes, node, { ...own, shape }, first, this.S, ids);
    return own;
  }

  /** The last row where the step wants no more. */
  private rows(value: GpuTensor): GpuTensor {
    const rows = value.shape[0];
    if (this.T === rows || this.T === this.tokens) return value;
    return { ...value, shape: [1, ...value.shape.slice(1)], offset: value.offset + (rows - 1) * value.stride };
  }

  private append(node: BlueprintNode, input: GpuTensor): void {
    const rows = dense(this, input);
    const bytes = 4 * rowWidth(rows);
    const cache = this.cache(node);
    this.encoder.copy(rows.buffer, 4 * rows.offset, cache, this.position * bytes, this.tokens * bytes);
  }

  private keep(id: string, value: GpuTensor): void {
    this.values.set(id, value);
    const { buffer } = value;
    const at = this.fresh.indexOf(buffer);
    if (at >= 0) {
      this.fresh.splice(at, 1);
      this.shares.set(buffer, 1);
    } else if (this.shares.has(buffer)) this.shares.set(buffer, this.shares.get(buffer)! + 1);
  }

  private drop(id: string): void {
    const buffer = this.values.get(id)?.buffer;
    this.values.delete(id);
    const left = buffer && this.shares.get(buffer);
    if (!buffer || left === undefined) return; // not of the arena: tokens, constants
    if (left > 1) this.shares.set(buffer, left - 1);
    else {
      this.shares.delete(buffer);
      this.machine.buffers.release(buffer);
    }
  }
}

/** Bytes of the largest value that a plan makes in a pass over T tokens, S seen in all; values of constant size count too. */
export function largestValue(blueprint: Blueprint, plan: Plan, T: number, S: number): number {
  let most = 0;
  for (const { node, last, work } of plan.steps)
    if (work.kind !== 'append' && node.op !== 'slice')
      most = Math.max(most, 4 * sizeOf(evalShape(node.shape, blueprint.dims, { T: last ? 1 : T, S })));
  return most;
}

/** Bytes of all taps of a pass over T tokens, S seen in all. */
export function tapBytes(blueprint: Blueprint, ids: Iterable<string>, T: number, S: number): number {
  let bytes = 0;
  for (const id of ids) bytes += 4 * sizeOf(evalShape(nodeOf(blueprint, id).shape, blueprint.dims, { T, S }));
  return bytes;
}
