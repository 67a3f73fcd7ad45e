import { EngineError } from './errors';

/** A dense row-major tensor in f32, the only numeric format that leaves a backend. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  let n = 1;
  for (const d of shape) n *= d;
  return n;
}

/** Wraps data after checking that its length is the product of the shape. */
export function tensor(shape: readonly number[], data: Float32Array): Tensor {
  if (sizeOf(shape) !== data.length)
    throw new EngineError('bad-shape', `tensor of shape [${shape}] needs ${sizeOf(shape)} values; got ${data.length}`);
  return { shape, data };
}
