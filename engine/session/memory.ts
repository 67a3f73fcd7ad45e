import type { WeightFormat } from '../backend';
import { evalShape } from '../blueprint/dims';
import type { Blueprint } from '../blueprint/types';
import { storedAs } from '../quantise';
import { sizeOf } from '../tensor';

/** Bytes that a model's weights take on a device, known from the blueprint before anything is read. Scales of int8 rows included. */
export function weightBytesOf(blueprint: Blueprint, format: WeightFormat): number {
  let bytes = 0;
  for (const weight of blueprint.weights.values()) {
    if (weight.tiedTo) continue;
    const shape = evalShape(weight.shape, blueprint.dims);
    const size = sizeOf(shape);
    const kept = weight.matrix ? storedAs(weight.part, format) : 'f32';
    if (kept === 'int8') bytes += size + 4 * (size / shape.at(-1)!);
    else bytes += kept === 'f16' ? 2 * size : 4 * size;
  }
  return bytes;
}
