/** The weights of a model as the CPU keeps them: vectors in f32, matrices in the chosen format, a tied head once. */
import type { BackendOptions, WeightFormat, WeightReader } from '../backend';
import { evalShape } from '../blueprint/dims';
import type { Blueprint } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { type Matrix, makeMatrix, matrixBytes } from './matrix';

export interface CpuWeights {
  readonly vectors: ReadonlyMap<string, Float32Array>;
  /** [rows, columns]; stacked experts [E, O, I] are one matrix of E·O rows. */
  readonly matrices: ReadonlyMap<string, Matrix>;
  readonly bytes: number;
}

/** Reads every weight once. Throws what the reader throws, 'cancelled', or 'too-large' where memory gives out. */
export async function loadWeights(
  blueprint: Blueprint,
  reader: WeightReader,
  { format = 'f32', onProgress, signal }: BackendOptions,
): Promise<CpuWeights> {
  const vectors = new Map<string, Float32Array>();
  const matrices = new Map<string, Matrix>();
  const own = [...blueprint.weights.values()].filter((spec) => spec.tiedTo === undefined);
  let bytes = 0;
  for (const [i, spec] of own.entries()) {
    throwIfAborted(signal);
    const data = await reader.read(spec.key, signal);
    if (spec.matrix) {
      const matrix = toMatrix(data, evalShape(spec.shape, blueprint.dims), spec.part, format, spec.key);
      matrices.set(spec.key, matrix);
      bytes += matrixBytes(matrix);
    } else {
      vectors.set(spec.key, data);
      bytes += data.byteLength;
    }
    onProgress?.(i + 1, own.length);
  }
  for (const spec of blueprint.weights.values())
    if (spec.tiedTo !== undefined) matrices.set(spec.key, matrices.get(spec.tiedTo)!);
  return { vectors, matrices, bytes };
}

function toMatrix(
  data: Float32Array,
  shape: readonly number[],
  part: Parameters<typeof makeMatrix>[3],
  format: WeightFormat,
  key: string,
): Matrix {
  const columns = shape.at(-1)!;
  try {
    return makeMatrix(data, data.length / columns, columns, part, format);
  } catch (error) {
    throw outOfMemory(error, `weight "${key}" of shape [${shape}]`);
  }
}

/** The engine refuses an allocation with a RangeError: what did not fit becomes an error that says so; anything else passes through. */
export function outOfMemory(error: unknown, what: string): unknown {
  if (!(error instanceof RangeError)) return error;
  return new EngineError(
    'too-large',
    `not enough memory for ${what}: ${error.message}`,
    'Use a smaller model or context.',
  );
}
