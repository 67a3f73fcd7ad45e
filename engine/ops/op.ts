/**
 * What each op of the blueprint means for sizes and cost, as pure functions: no data, no backend. Read blueprint/types.ts first.
 *
 * Counting rules, the same everywhere: a multiply-add is 2 FLOPs; `flops` has matrix products, convolutions, scans and attention
 * products; norms, activations, softmaxes and other work that is linear in the width of the stream is `elementwise`, kept apart as the
 * published tables leave it out. An exponential counts as one. All counts are per token.
 */
import type { BlueprintNode, OpName } from '../blueprint/types';
import { EngineError } from '../errors';
import { sizeOf } from '../tensor';

/** One use of an op with numeric shapes for a run of T tokens, S seen in all. */
export interface OpCall {
  readonly node: BlueprintNode;
  readonly inputs: readonly (readonly number[])[];
  readonly output: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly T: number;
  readonly S: number;
}

export interface Op {
  readonly name: OpName;
  /** Throws 'bad-shape' where inputs, weights and output cannot belong together. */
  check(call: OpCall): void;
  /** Decode of one token that sees S tokens, itself included; call with T = 1. */
  flops?(call: OpCall): number;
  /** Per token of a prefill that runs in chunks of `chunk` tokens, where that differs from decode. */
  prefillFlops?(call: OpCall, chunk: number): number;
  elementwise?(call: OpCall): number;
  /** Share of the weights that one step of `batch` tokens reads, where it is not all of them. */
  readShare?(call: OpCall, batch: number): number;
}

/** Throws unless `ok`; `rule` says what must hold. */
export function require(call: OpCall, ok: boolean, rule: string): void {
  if (ok) return;
  const shown = (shape: readonly number[]) => `[${shape.join(', ')}]`;
  throw new EngineError(
    'bad-shape',
    `node "${call.node.id}" (${call.node.op}): ${rule}; output ${shown(call.output)}, inputs ${call.inputs.map(shown).join(' ')}, weights ${
      Object.entries(call.weights)
        .map(([role, shape]) => `${role} ${shown(shape)}`)
        .join(' ') || 'none'
    }`,
    '',
    { node: call.node.id, op: call.node.op, rule },
  );
}

export const equal = (a: readonly number[] | undefined, b: readonly number[]): boolean =>
  a !== undefined && a.length === b.length && a.every((v, i) => v === b[i]);

/** Numbers per token: the product of the axes after the first. */
export const width = (shape: readonly number[] | undefined): number => (shape ? sizeOf(shape.slice(1)) : Number.NaN);

/** A number among the attributes of the node's op. */
export const attr = (call: OpCall, name: string): number => call.node.attrs[name] as number;

/** The check of an op that changes no shape: the output is like every input. */
export function sameShape(call: OpCall): void {
  require(call, call.inputs.every((shape) =>
    equal(shape, call.output),
  ), 'every input must have the shape of the output');
}
