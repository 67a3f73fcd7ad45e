/** The weights of a model on the device: vectors in f32, matrices in the chosen format split by rows at the binding limit, a tied head once. */
import type { BackendOptions, WeightFormat, WeightReader } from '../backend';
import { evalShape } from '../blueprint/dims';
import type { Blueprint, BlueprintNode, WeightSpec } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { storedAs } from '../quantise';
import { sizeOf } from '../tensor';
import type { Buffers } from './buffers';
import type { GpuDevice } from './device';
import { type GpuMatrix, matrixBytes, rowsPerPart, uploadMatrix } from './matrix';

/** Bytes of one weight; checks that it can be placed at all. */
function bytesOf(blueprint: Blueprint, spec: WeightSpec, format: WeightFormat, limit: number): number {
  const shape = evalShape(spec.shape, blueprint.dims);
  if (spec.matrix) {
    const columns = shape.at(-1)!;
    const kept = storedAs(spec.part, format);
    rowsPerPart(spec.key, columns, kept, limit);
    return matrixBytes(sizeOf(shape) / columns, columns, kept);
  }
  const bytes = 4 * sizeOf(shape);
  if (bytes > limit)
    throw new EngineError(
      'too-large',
      `weight "${spec.key}" needs ${bytes} bytes in one binding; this device allows ${limit}`,
      'Use a smaller model, or the CPU.',
      { what: spec.key, found: bytes, limit },
    );
  return bytes;
}

export class GpuWeights {
  private constructor(
    private readonly vectors: ReadonlyMap<string, GPUBuffer>,
    private readonly matrices: ReadonlyMap<string, GpuMatrix>,
    /** Bytes held, padding and scales included. */
    readonly bytes: number,
  ) {}

  /**
   * Reads and uploads every weight once, one at a time. Errors: too-large before anything is read where a weight cannot fit, or with the bytes
   * placed so far where the device's memory gives out; cancelled; what the reader throws. The caller disposes of the buffers then.
   */
  static async load(
    blueprint: Blueprint,
    reader: WeightReader,
    gpu: GpuDevice,
    buffers: Buffers,
    { format = 'f32', onProgress, signal }: BackendOptions,
  ): Promise<GpuWeights> {
    const own = [...blueprint.weights.values()].filter((spec) => spec.tiedTo === undefined);
    const sizes = own.map((spec) => bytesOf(blueprint, spec, format, gpu.bindingLimit));
    const total = sizes.reduce((a, b) => a + b, 0);
    const vectors = new Map<string, GPUBuffer>();
    const matrices = new Map<string, GpuMatrix>();
    let placed = 0;
    for (const [i, spec] of own.entries()) {
      throwIfAborted(signal);
      const data = await reader.read(spec.key, signal);
      throwIfAborted(signal);
      gpu.check();
      gpu.device.pushErrorScope('out-of-memory');
      try {
        if (spec.matrix) {
          const columns = evalShape(spec.shape, blueprint.dims).at(-1)!;
          const rows = data.length / columns;
          const kept = storedAs(spec.part, format);
          matrices.set(spec.key, uploadMatrix(buffers, spec.key, data, rows, columns, kept, gpu.bindingLimit));
        } else {
          const values = new Float32Array(data); // a view of a file's bytes may be on shared memory, which a queue refuses
          vectors.set(spec.key, buffers.storage(spec.key, values.byteLength, values));
        }
      } finally {
        const refused = await gpu.device.popErrorScope();
        gpu.check();
        if (refused)
          // biome-ignore lint/correctness/noUnsafeFinally: memory that gave out explains whatever else went wrong
          throw new EngineError(
            'too-large',
            `the graphics device ran out of memory at "${spec.key}": ${placed} bytes of ${total} were placed`,
            'Choose f16 or int8, a smaller model, or the CPU.',
            { what: spec.key, found: total, limit: placed },
          );
      }
      placed += sizes[i];
      onProgress?.(i + 1, own.length);
    }
    for (const spec of blueprint.weights.values())
      if (spec.tiedTo !== undefined) matrices.set(spec.key, matrices.get(spec.tiedTo)!);
    return new GpuWeights(vectors, matrices, total);
  }

  vector(node: BlueprintNode, role: string): GPUBuffer | null {
    const key = node.weights[role];
    return key === undefined ? null : (this.vectors.get(key) ?? null);
  }

  matrix(node: BlueprintNode, role: string): GpuMatrix {
    const matrix = this.matrices.get(node.weights[role]);
    if (!matrix) throw new EngineError('bad-argument', `node "${node.id}" (${node.op}) has no matrix "${role}"`);
    return matrix;
  }
}
