/**
 * Reading a tap by token and by unit, whatever its shape: [T, C], [T, C, N], [T, H, P, N], attention's [H, T, S], constants without T.
 * A unit is an index of the first axis beside T: a channel, a head, a group.
 */
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';

export const tokenAxis = (node: BlueprintNode): number => node.shape.indexOf('T');

/** Tokens that a tap covers; null for a constant, the same for every token. */
export function tokensOf(node: BlueprintNode, tap: Tensor): number | null {
  const axis = tokenAxis(node);
  return axis < 0 ? null : tap.shape[axis]!;
}

/** Name and size of the axis of units; null for a tensor with one number per token. */
export function unitAxis(node: BlueprintNode, tap: Tensor): { name: string; size: number } | null {
  const i = node.shape.findIndex((dim) => dim !== 'T');
  return i < 0 ? null : { name: node.shape[i]!, size: tap.shape[i]! };
}

/** One token of a tap, in its shape without T. Attention's rows keep only the tokens that this one may see. */
export function atToken(node: BlueprintNode, tap: Tensor, token: number): Tensor {
  const axis = tokenAxis(node);
  if (axis < 0) return tap;
  if (axis === 0) {
    const shape = tap.shape.slice(1);
    const size = tap.data.length / tap.shape[0]!;
    return { shape, data: tap.data.subarray(token * size, (token + 1) * size) };
  }
  const [H, T, S] = tap.shape as [number, number, number];
  const seen = Math.min(S, token + 1);
  const data = new Float32Array(H * seen);
  for (let h = 0; h < H; h++) data.set(tap.data.subarray((h * T + token) * S, (h * T + token) * S + seen), h * seen);
  return { shape: [H, seen], data };
}

/** The numbers of one unit at one token: one for [T, C], N for [T, C, N], the row over earlier tokens for attention. */
export function unitAt(node: BlueprintNode, tap: Tensor, token: number, unit: number): Float32Array {
  const one = atToken(node, tap, token);
  const units = one.shape[0] ?? 1;
  const size = one.data.length / units;
  return one.data.subarray(unit * size, (unit + 1) * size);
}

/** One number for a unit at a token: the value itself, or the Euclidean norm where a unit has several. */
export function unitSize(node: BlueprintNode, tap: Tensor, token: number, unit: number): number {
  const values = unitAt(node, tap, token, unit);
  return values.length === 1 ? values[0]! : norm(values);
}

/** Euclidean norm. */
export function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}

/**
 * Root mean square of a tap at each of its tokens, [T]; one value for a constant. `known` are those of its first tokens: a text that
 * grows is not measured again.
 */
export function sizePerToken(node: BlueprintNode, tap: Tensor, known: Float32Array = NONE): Float32Array {
  const T = tokensOf(node, tap);
  return Float32Array.from({ length: T ?? 1 }, (_, t) => {
    if (T !== null && t < known.length) return known[t]!;
    const { data } = atToken(node, tap, t);
    return data.length === 0 ? 0 : norm(data) / Math.sqrt(data.length);
  });
}
const NONE = new Float32Array(0);

/** The tap of the tokens from `first` on; a constant stays as it is. For nodes whose first axis is the tokens'. */
export function fromToken(node: BlueprintNode, tap: Tensor, first: number): Tensor {
  if (tokenAxis(node) !== 0) return tap;
  const size = tap.data.length / tap.shape[0]!;
  return { shape: [tap.shape[0]! - first, ...tap.shape.slice(1)], data: tap.data.subarray(first * size) };
}

/** The tap of the first `tokens` tokens. */
export function cutTokens(node: BlueprintNode, tap: Tensor, tokens: number): Tensor {
  const axis = tokenAxis(node);
  if (axis < 0 || tap.shape[axis]! <= tokens) return tap;
  if (axis === 0) {
    const size = tap.data.length / tap.shape[0]!;
    return { shape: [tokens, ...tap.shape.slice(1)], data: tap.data.slice(0, tokens * size) };
  }
  const [H, T, S] = tap.shape as [number, number, number];
  const seen = Math.min(S, tokens);
  const data = new Float32Array(H * tokens * seen);
  for (let h = 0; h < H; h++)
    for (let t = 0; t < tokens; t++) {
      const from = (h * T + t) * S;
      data.set(tap.data.subarray(from, from + seen), (h * tokens + t) * seen);
    }
  return { shape: [H, tokens, seen], data };
}
