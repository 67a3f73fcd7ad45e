/** Inputs of scan tests: tensors that are slices of wider rows, step sizes from almost 0 to large. */
import { softplus } from '@/engine/cpu/elementwise';
import type { Tensor } from '@/engine/tensor';
import { numbers } from './harness';

export type Strided = Tensor & { offset: number; stride: number };

/** A dense [T, …] tensor as columns of wider rows whose other columns are NaN: a kernel that forgets offset or stride is seen. */
export function strided(shape: readonly number[], data: Float32Array, before = 3, after = 2): Strided {
  const T = shape[0]!;
  const width = data.length / T;
  const stride = before + width + after;
  const wide = new Float32Array(T * stride).fill(Number.NaN);
  for (let t = 0; t < T; t++) wide.set(data.subarray(t * width, (t + 1) * width), t * stride + before);
  return { shape, data: wide, offset: before, stride };
}

export const dense = (shape: readonly number[], data: Float32Array): Strided => ({
  shape,
  data,
  offset: 0,
  stride: data.length / shape[0]!,
});

/** Δ = softplus of numbers spread from -12 to 3: 6e-6 to 3.05, as dt biases of real checkpoints give them. */
export function stepSizes(count: number, seed: number): Float32Array<ArrayBuffer> {
  return numbers(count, seed).map((v) => softplus(-4.5 + 7.5 * v));
}

/** A_log from ln 1/4 to ln 32: memories of every length. */
export const decayLogs = (count: number, seed: number): Float32Array<ArrayBuffer> =>
  numbers(count, seed).map((v) => 1.04 + 2.42 * v);
