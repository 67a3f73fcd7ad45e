import { EngineError } from '../errors';
import { uniformAt } from './random';

export interface SamplingOptions {
  /** 0 is greedy; 1 is the model's own distribution. */
  readonly temperature?: number;
  /** Keep only the k most probable tokens; 0 or absent keeps all. */
  readonly topK?: number;
  /** Keep the smallest set of tokens whose probability reaches p (Holtzman et al. 2020); 1 or absent keeps all. */
  readonly topP?: number;
  readonly seed?: number;
}

/** Tokens that may be drawn, most probable first (ties: lowest id first), with probabilities that sum to 1. */
export interface Distribution {
  readonly ids: Uint32Array;
  readonly probabilities: Float64Array;
}

/** Throws if an option is out of range; returns them complete. */
export function checkSampling(options: SamplingOptions): Required<SamplingOptions> {
  const { temperature = 0, topK = 0, topP = 1, seed = 0 } = options;
  if (!(temperature >= 0 && temperature <= 100))
    throw new EngineError('bad-argument', `temperature must be in [0, 100]; got ${temperature}`);
  if (!(Number.isInteger(topK) && topK >= 0))
    throw new EngineError('bad-argument', `topK must be a whole number ≥ 0; got ${topK}`);
  if (!(topP > 0 && topP <= 1)) throw new EngineError('bad-argument', `topP must be in (0, 1]; got ${topP}`);
  if (!Number.isInteger(seed)) throw new EngineError('bad-argument', `seed must be a whole number; got ${seed}`);
  return { temperature, topK, topP, seed };
}

/** Index of the largest value; ties go to the lowest index, as on both backends. */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** ln Σ e^x, without overflow. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - max);
  return max + Math.log(sum);
}

/** Surprise of a token in bits: -log₂ of its probability under logits. */
export const surpriseOf = (logits: Float32Array, id: number): number => (logSumExp(logits) - logits[id]!) / Math.LN2;

/**
 * Distribution over the next token: temperature first, then top-k, then top-p on what is left, then renormalised
 * (the order of transformers' logits warpers).
 */
export function distribution(logits: Float32Array, options: SamplingOptions): Distribution {
  const { temperature, topK, topP } = checkSampling(options);
  if (temperature === 0) return { ids: Uint32Array.of(argmax(logits)), probabilities: Float64Array.of(1) };
  const order = Uint32Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const kept = topK > 0 ? order.subarray(0, Math.min(topK, order.length)) : order;
  const max = logits[kept[0]!]!;
  const weights = Float64Array.from(kept, (id) => Math.exp((logits[id]! - max) / temperature));
  let total = 0;
  for (const w of weights) total += w;
  let count = weights.length;
  if (topP < 1) {
    let sum = 0;
    for (count = 0; count < weights.length && sum < topP * total; count++) sum += weights[count]!;
  }
  const ids = kept.slice(0, count);
  const probabilities = weights.slice(0, count);
  total = 0;
  for (const w of probabilities) total += w;
  for (let i = 0; i < count; i++) probabilities[i]! /= total;
  return { ids, probabilities };
}

/** The token drawn at `position` under `options.seed`; the same for the same logits, whatever happened before. */
export function drawToken(logits: Float32Array, position: number, options: SamplingOptions): number {
  const { ids, probabilities } = distribution(logits, options);
  if (ids.length === 1) return ids[0]!;
  const u = uniformAt(options.seed ?? 0, position);
  let sum = 0;
  for (let i = 0; i < ids.length; i++) {
    sum += probabilities[i]!;
    if (u < sum) return ids[i]!;
  }
  return ids[ids.length - 1]!;
}
