/**
 * What lies in the memory of a card while a model reads: weights, KV cache and state, from the blueprint alone. Working memory of the
 * serving program is not in it: that is why a sum just under the limit does not run.
 */
import { cost } from '@/engine/blueprint/cost';
import type { Part } from '@/engine/blueprint/types';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

export const FIT_MODELS = ['jamba-1.5-mini', 'jamba-1.5-large', 'llama-3.1-8b', 'llama-3.1-70b', 'mamba-2.8b'] as const;
export type FitModel = (typeof FIT_MODELS)[number];

/** bf16 throughout; ExpertsInt8 (expert and MLP matrices in 8 bits); all matrices in 8 bits. */
export const PRECISIONS = ['bf16', 'experts-int8', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Lengths to choose from, in tokens. */
export const FIT_LENGTHS: readonly number[] = [4, 32, 100, 128, 256].map((k) => k * 1024);
/** 80 GB as the makers of cards count: 10⁹ bytes. */
export const CARD = 80e9;

export interface Fit {
  /** Weights in 16 bits and in 8 bits; scales of the 8-bit rows are below a thousandth and left out. */
  readonly wide: number;
  readonly narrow: number;
  readonly cache: number;
  readonly state: number;
  readonly total: number;
}

const narrowParts: Readonly<Record<Precision, readonly Part[]>> = {
  bf16: [],
  'experts-int8': ['expert', 'mlp'],
  int8: ['expert', 'mlp', 'mixer', 'attention', 'router', 'embedding', 'head'],
};

/** Bytes of a model and of one text of `length` tokens: wide and narrow weights, cache, state. */
export function fitOf(model: FitModel, precision: Precision, length: number): Fit {
  const entry = published.find(({ id }) => id === model)!;
  const { total, parametersByPart } = cost(buildBlueprint(entry.config), { context: length });
  const small = narrowParts[precision].reduce((sum, part) => sum + parametersByPart[part], 0);
  const [wide, narrow] = [2 * (total.parameters - small), small];
  const state = total.ssmStateBytes + total.convStateBytes;
  return { wide, narrow, cache: total.cacheBytes, state, total: wide + narrow + total.cacheBytes + state };
}

/** Fewest cards of 80 GB that hold it, nothing else counted. */
export const cardsFor = ({ total }: Fit): number => Math.ceil(total / CARD);
