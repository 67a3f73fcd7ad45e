/** What a plan is made of: values in buffers, and steps that compute one from others. */
import type { BlueprintNode } from '../blueprint/types';
import type { ResolvedIntervention } from '../interventions';
import type { Matrix } from './matrix';

/** A node's value during a run, row-major [rows, width]. */
export interface Value {
  /** Fixed by the plan, except for attention scores and weights, whose size grows with the context. */
  data: Float32Array;
  /** All T tokens of the run, or 1 where only the last token is needed. Constants of the model are one row. */
  readonly rows: number;
  readonly width: number;
}

export interface Run {
  readonly tokens: Uint32Array;
  /** Absolute position of the first token. */
  readonly first: number;
  /** Tokens seen at the end of this run. */
  readonly S: number;
  /** One array per state slot: tails and states to read and write, caches with room for S rows. */
  readonly state: Float32Array[];
}

/** Work in pieces, so that the caller can let other things happen between them. */
export interface Work {
  readonly units: number;
  /** Rough number of multiplications and additions of one unit. */
  cost(run: Run): number;
  /** Does units [from, to). Called in order, from 0 to `units`. */
  run(run: Run, from: number, to: number): void;
}

/** What an op's maker gets to see of the plan: one node (the last of its group, if several are fused) bound to buffers and weights. */
export interface Wiring {
  readonly node: BlueprintNode;
  /** Tokens to compute: T, or 1 for the last. */
  readonly rows: number;
  readonly out: Value;
  /** The node whose value is input i. */
  before(node: BlueprintNode, input: number): BlueprintNode;
  /** The value of a node, narrowed to the last row where only that is needed. */
  value(id: string): Value;
  matrix(role: string): Matrix;
  vector(node: BlueprintNode, role: string): Float32Array | null;
  /** Index in Run.state of this node's state. */
  slot(id: string): number;
  readonly s4d: 'auto' | 'recurrence' | 'convolution';
  interventions(id: string): readonly ResolvedIntervention[];
}

export type Maker = (w: Wiring) => Work;

/** Rows [from, to) of a value; the buffer itself when that is all of it. */
export function rowsOf(value: Value, from: number, to: number): Float32Array {
  const { data, width } = value;
  return from === 0 && to * width === data.length ? data : data.subarray(from * width, to * width);
}

/** Work on `rows` rows that are independent or taken in order. */
export function byRows(w: Wiring, costPerValue: number, run: (from: number, to: number) => void): Work {
  const cost = costPerValue * w.out.width;
  return { units: w.rows, cost: () => cost, run: (_, from, to) => run(from, to) };
}
