/**
 * Tiny random models, the same on every machine: weights drawn from a seed and the weight's key, so that the order of reading does not
 * matter. Shared by the suites of both backends. Scales keep activations near 1, and step sizes spread from almost 0 to large
 * (Δ bias from -12 to 3), where softplus, decay and the scan are hardest.
 */
import type { WeightReader } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import type { Blueprint, WeightSpec } from '@/engine/blueprint/types';
import { buildBlueprint } from '@/engine/models';
import { uniformAt } from '@/engine/session/random';
import { streamOf } from '@/engine/session/random-weights';
import { sizeOf } from '@/engine/tensor';

/** Standard normal numbers from a seed, by the Box-Muller transform. */
export function normals(seed: number, count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(seed, 2 * i)));
    return radius * Math.cos(2 * Math.PI * uniformAt(seed, 2 * i + 1));
  });
}

/** Uniform numbers in [low, high) from a seed. */
export function uniforms(seed: number, count: number, low: number, high: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => low + (high - low) * uniformAt(seed, i));
}

/** Token ids below `vocab` from a seed. */
export function randomTokens(seed: number, count: number, vocab: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, (_, i) => Math.floor(vocab * uniformAt(seed, i)));
}

function draw(spec: WeightSpec, shape: readonly number[], seed: number): Float32Array<ArrayBuffer> {
  const count = sizeOf(shape);
  const normal = (scale: number, mean = 0) => normals(seed, count).map((v) => mean + scale * v);
  const last = shape.at(-1)!;
  if (/(dt_bias|dt_proj\.bias)$/.test(spec.key)) return uniforms(seed, count, -12, 3);
  // As Mamba starts, A = -1 … -N, here with noise; a vector is Mamba-2's, one number per head.
  if (spec.key.endsWith('A_log'))
    return normal(0.2).map((v, i) => v + Math.log(1 + (shape.length === 1 ? (i % 7) * 2 : i % last)));
  if (spec.key.endsWith('log_dt')) return uniforms(seed, count, Math.log(0.001), Math.log(0.3));
  if (spec.key.endsWith('log_A_real')) return normal(0.3, Math.log(0.5));
  if (spec.key.endsWith('A_imag')) return normal(0.3).map((v, i) => v + Math.PI * (i % last));
  if (spec.key.endsWith('.D')) return normal(0.5, 1);
  if (spec.part === 'norm') return normal(0.2, 1);
  if (spec.part === 'embedding') return normal(1);
  if (spec.key.endsWith('conv1d.weight')) return normal(1 / Math.sqrt(last));
  if (spec.key.endsWith('kernel.C')) return normal(1);
  if (spec.matrix) return normal(1 / Math.sqrt(last));
  return normal(0.1); // biases
}

/** A reader that makes the weights of a blueprint instead of reading them. */
export function randomReader(blueprint: Blueprint, seed = 1): WeightReader {
  return {
    async read(key) {
      const spec = blueprint.weights.get(key);
      if (!spec) throw new Error(`no weight "${key}" in this blueprint`);
      return draw(spec, evalShape(spec.shape, blueprint.dims), streamOf(key, seed));
    },
  };
}

/** A blueprint from a config (test/models/configs.ts has one of each kind) with a reader of random weights for it. */
export function randomModel(config: unknown, seed = 1): { blueprint: Blueprint; reader: WeightReader } {
  const blueprint = buildBlueprint(config);
  return { blueprint, reader: randomReader(blueprint, seed) };
}
