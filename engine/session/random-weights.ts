/**
 * A model of random weights: an architecture that nobody has trained can still be run and timed, since a model's speed does not depend on
 * what its weights are. Every number comes from the seed and the weight's key, so the order of reading does not matter.
 *
 * Scales follow how these models start training, so that activations stay near 1 at any depth a reader builds: matrices uniform with variance
 * 1 / fan-in; norms and D at 1; A from -1 to -16 and Δ from 0.001 to 0.1, log-uniform (Dao & Gu, arXiv:2405.21060; state-spaces/mamba
 * mamba2.py); S4D-Lin poles (Gu et al., arXiv:2206.11893). Uniform instead of normal: one draw per number, and 40 million are drawn in a page.
 */
import type { WeightReader } from '../backend';
import { cost } from '../blueprint/cost';
import { evalShape } from '../blueprint/dims';
import type { Blueprint, WeightSpec } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { sizeOf } from '../tensor';
import { uniformAt } from './random';

export interface RandomSource {
  readonly kind: 'random';
  /** A parsed config.json of any architecture that the engine runs. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

/** Most parameters of a random model: 160 MB in f32, and a few seconds of one core to draw. */
export const MOST_RANDOM = 40_000_000;

/** Numbers drawn between two looks at the signal. */
const PIECE = 2 ** 20;

/** Each weight's own stream: FNV-1a of its key, mixed with the seed. */
export function streamOf(key: string, seed: number): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 0x01000193);
  return (h ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
}

/** A reader that draws the weights of a blueprint. Throws 'too-large' above MOST_RANDOM parameters, before any is drawn. */
export function randomReader(blueprint: Blueprint, seed: number): WeightReader {
  const { parameters } = cost(blueprint, { context: 1 }).total;
  if (parameters > MOST_RANDOM)
    throw new EngineError(
      'too-large',
      `the architecture has ${parameters} parameters; random weights are drawn for at most ${MOST_RANDOM}`,
      'Take fewer layers, a smaller width or a smaller vocabulary.',
      { parameters, limit: MOST_RANDOM },
    );
  return {
    async read(key, signal) {
      const spec = blueprint.weights.get(key);
      if (!spec) throw new EngineError('bad-argument', `no weight "${key}" in this blueprint`);
      const shape = evalShape(spec.shape, blueprint.dims);
      const out = new Float32Array(sizeOf(shape));
      const value = drawOf(spec, shape);
      const stream = streamOf(key, seed);
      for (let from = 0; from < out.length; from += PIECE) {
        throwIfAborted(signal);
        const to = Math.min(out.length, from + PIECE);
        for (let i = from; i < to; i++) out[i] = value(uniformAt(stream, i), i);
      }
      return out;
    },
  };
}

/** The number at a flat index of a weight, of a uniform one in [0, 1). */
function drawOf({ key, part, matrix }: WeightSpec, shape: readonly number[]): (u: number, i: number) => number {
  const last = shape.at(-1)!;
  const between = (low: number, high: number) => (u: number) => low + (high - low) * u;
  if (/(dt_bias|dt_proj\.bias)$/.test(key))
    // The inverse of softplus at a log-uniform Δ.
    return (u) => Math.log(Math.expm1(0.001 * 100 ** u));
  if (key.endsWith('A_log'))
    return shape.length === 1 ? (u) => Math.log(1 + 15 * u) : (_, i) => Math.log(1 + (i % last));
  if (key.endsWith('log_dt')) return between(Math.log(0.001), Math.log(0.1));
  if (key.endsWith('log_A_real')) return () => Math.log(0.5);
  if (key.endsWith('A_imag')) return (_, i) => Math.PI * (i % last);
  if (key.endsWith('.D') || part === 'norm') return () => 1;
  // A uniform number in [-√3, √3) has variance 1.
  const unit = (scale: number) => between(-scale * Math.sqrt(3), scale * Math.sqrt(3));
  if (part === 'embedding' || key.endsWith('kernel.C')) return unit(1);
  if (matrix || key.endsWith('conv1d.weight')) return unit(1 / Math.sqrt(last));
  return () => 0; // biases
}
