/**
 * What a file of engine/webgpu/ops implements: one op (or one fused group of nodes) as dispatches of kernels.
 *
 * An op reads GpuTensors, asks `ctx.alloc` for its output (and for scratch, which is reused once the op has returned), and records its
 * dispatches with `ctx.encoder.dispatch`. Nothing is awaited: pipelines are compiled when the encoder submits.
 */
import type { BlueprintNode, Dims, OpName } from '../blueprint/types';
import type { Encoder } from './encoder';
import type { GpuMatrix } from './matrix';
import type { Variants } from './variants';

export type { GpuMatrix, MatrixPart } from './matrix';

/**
 * f32 values on the device. Row t (the first axis) starts at float `offset + t * stride`; within a row values are dense.
 * A 'slice' is a view: same buffer, other offset, stride of the whole row. Kernels therefore take offset and stride of inputs as params.
 */
export interface GpuTensor {
  readonly buffer: GPUBuffer;
  readonly shape: readonly number[];
  /** In floats. */
  readonly offset: number;
  /** Floats from one row to the next; at least the product of shape[1..]. */
  readonly stride: number;
}

/** Floats in one row: the product of shape[1..]. */
export function rowWidth(t: GpuTensor): number {
  let n = 1;
  for (let i = 1; i < t.shape.length; i++) n *= t.shape[i]!;
  return n;
}

/**
 * Memory of a stateful node. The op reads `read` and writes all of `write`, a different buffer, so that a failed run leaves no trace. A kernel
 * that would need a ninth storage buffer for that first copies (`encoder.copy(read, 0, write, 0, read.size)`) and works in place on `write`.
 */
export interface StateBuffers {
  readonly read: GPUBuffer;
  readonly write: GPUBuffer;
}

/**
 * Changes at a node that remembers (h of 'selective-state', 'ssd-state', 's4d-state'). They act token by token (backend.ts, Intervention), so the
 * op itself asks for them: it runs the recurrence up to a changed row, calls `apply`, and goes on from what `apply` left there. Whoever
 * runs the op does not change its output a second time. Cost: two dispatches more for each changed row.
 */
export interface StateChanges {
  /** Rows of this run at which something changes h, ascending. */
  readonly rows: readonly number[];
  /** Records what changes row `row` of h (dense, [T, …]) in place, every intervention in the order given. */
  apply(h: GpuTensor, row: number): void;
}

export interface OpContext {
  readonly encoder: Encoder;
  readonly dims: Dims;
  /** Tokens of this run. */
  readonly T: number;
  /** Tokens seen before this run. */
  readonly position: number;
  readonly variants: Variants;
  /** A dense tensor with undefined contents. */
  alloc(shape: readonly number[]): GpuTensor;
  /** A vector (or small table) weight in f32, or null if the node has no such role. */
  vector(node: BlueprintNode, role: string): GPUBuffer | null;
  /** A matrix weight; its layout is in matrix.ts. Errors: bad-argument if the node has no such role. */
  matrix(node: BlueprintNode, role: string): GpuMatrix;
  /** State of kind 'conv' or 'ssm', f32, in the layout of StateSpec.shape; zeros before the first token. */
  state(node: BlueprintNode): StateBuffers;
  /** What changes h at this node in this run; null or no such method: nothing. */
  stateChanges?(node: BlueprintNode): StateChanges | null;
  /** A key or value cache of the node with room for position + T rows; rows before `position` are filled. */
  cache(node: BlueprintNode): GPUBuffer;
  /** A buffer of constants computed from the node once and kept with the model (RoPE frequencies). */
  constants(key: string, make: () => Float32Array<ArrayBuffer>): GPUBuffer;
}

export interface GpuOp {
  readonly name: OpName;
  encode(ctx: OpContext, node: BlueprintNode, inputs: readonly GpuTensor[]): GpuTensor;
}

/**
 * Several nodes done together where nobody watches or changes what lies between (fusions.ts finds them). `nodes` are by role, `inputs` by
 * name; roles that the pattern may lack are undefined. Returns the value of the last role present. `decay`, `gate`, `A_bar` and `B_bar`
 * are there for their weights and attrs: somebody may watch them, then they are computed a second time on their own.
 *
 *  name              roles (in order)                                            inputs
 *  causal-conv       conv, act                                                   x
 *  selective-scan    decay, state, read, skip?, gate?, gated?                    delta, x, B, C, z (if gated)
 *  ssd-scan          decay, state, read, skip?, gate?, gated?                    delta, x, B, C, z (if gated)
 *  s4d-scan          A_bar, B_bar, state, read, skip?, act?                      x
 *  attention         scores, weights, read                                       q, k, v
 *  linear-add        linear, add                                                 x, residual
 *  gated             gate, gated                                                 x, z
 *
 * `act` and `gate` are 'activation' nodes with any attrs.fn that the blueprints use there: silu in convolutions and mixers, gelu in S4D.
 * An input that the blueprint connects twice is given twice.
 */
export interface GpuFusion {
  readonly name: string;
  encode(
    ctx: OpContext,
    nodes: Readonly<Record<string, BlueprintNode | undefined>>,
    inputs: Readonly<Record<string, GpuTensor | undefined>>,
  ): GpuTensor;
}
