/** The four currencies of one model at one length: work, bytes moved, bytes kept, and the least time that follows on a device. */
import { decodeBound, decodeBytes, decodeFlops, keptBytes, prefillFlops, type Roof, weightsRead } from '@/engine/bench';
import { published } from '@/engine/models/published';
import { publishedProfile } from './cost-models';

export const LENGTHS = [512, 2048, 8192, 32_768, 131_072, 262_144] as const;
export const BATCHES = [1, 8, 32, 128] as const;
export const MODELS: readonly string[] = published.map((p) => p.id);

/** What is fetched, each in the colour of its kind: weights grey, state and cache as everywhere. */
export const BYTES_COLOURS = {
  weights: 'var(--sym-x)',
  state: 'var(--sym-h)',
  cache: 'var(--sym-attention)',
} as const;

export interface Choice {
  readonly model: string;
  readonly length: number;
  readonly batch: number;
  /** Bytes per weight. */
  readonly bytes: number;
}

export interface Bills {
  /** FLOPs to read the texts, and to write one token for each. */
  readonly reading: number;
  readonly writing: number;
  /** Bytes that one step of the batch moves: weights, states in and out, caches in and a row out. */
  readonly moved: { readonly weights: number; readonly state: number; readonly cache: number };
  /** Bytes that all texts keep. */
  readonly kept: number;
  /** Seconds for one step, at least. */
  readonly seconds: number;
  /** Tokens of cache of this model that its state is as large as; Infinity without a cache, 0 without a state. */
  readonly stateInTokens: number;
}

/** FLOPs to read the texts of a batch and to write one token in each, bytes moved and kept, and the least time of a step on a device. */
export function billsOf({ model, length, batch, bytes }: Choice, roof: Roof): Bills {
  const profile = publishedProfile(model);
  const storage = { weightBytes: bytes, stateBytes: 2 };
  const weights = weightsRead(profile, batch) * bytes;
  const state = batch * 2 * 2 * profile.state;
  return {
    reading: batch * prefillFlops(profile, length),
    writing: batch * decodeFlops(profile, length),
    moved: { weights, state, cache: decodeBytes(profile, length, batch, storage) - weights - state },
    kept: batch * keptBytes(profile, length, storage),
    seconds: decodeBound(profile, length, batch, storage, roof).seconds,
    stateInTokens: profile.state / profile.cache,
  };
}
