/**
 * The cost of a model as a handful of numbers: everything that engine/blueprint/cost.ts counts is a simple function of length and batch,
 * so a few evaluations give it for all of them (test/bench/profile.test.ts holds it against the blueprint). A profile is plain data: a page
 * is built with the profiles of all published models and needs no blueprint to draw their curves.
 *
 * L tokens of text, B sequences together, b bytes per number. FLOPs are counted as in engine/ops/op.ts; norms and activations are left out.
 */
import { type CostOptions, cost } from '../blueprint/cost';
import type { Blueprint, Part } from '../blueprint/types';

export interface CostProfile {
  /** Numbers stored as weights. */
  readonly parameters: number;
  /** Of these, read by every decode step whatever the batch. */
  readonly steadyWeights: number;
  /** One row per sequence, at most the whole table. Both 0 if the head is tied to the table: then it is read whole, with the steady weights. */
  readonly embedding: { readonly row: number; readonly table: number };
  /** Numbers in experts, and the share of them that one token chooses. */
  readonly experts: { readonly numbers: number; readonly chosen: number };
  /** Numbers of SSM and convolution state of one sequence, at any length. */
  readonly state: number;
  /** Numbers of KV cache that one token of one sequence adds. */
  readonly cache: number;
  /** FLOPs to decode the token at position L: constant + perToken·L. */
  readonly decode: { readonly constant: number; readonly perToken: number };
  /** FLOPs per token of a prefill of L tokens: constant + perToken·(L+1)/2 + perChunk·Q + overChunk/Q, with Q = min(chunk, L). */
  readonly prefill: {
    readonly constant: number;
    readonly perToken: number;
    readonly perChunk: number;
    readonly overChunk: number;
    readonly chunk: number;
  };
  /** Longest context that the configuration claims, or null. */
  readonly maxPositions: number | null;
}

/**
 * How this engine runs what it has: W-1 columns of convolution are kept, Mamba-2 is read in chunks of 64 tokens on WebGPU
 * (webgpu/ops/ssd-scan.ts). The CPU reads it as a recurrence, which is about a fifth less arithmetic in that layer's scan.
 */
export const AS_RUN_HERE = { convColumns: 'minimal', chunk: 64 } as const;

/** More sequences than any model has rows or experts. */
const EVERYBODY = 1e12;

/** Reads a profile off a blueprint. `convColumns` and `chunk` as in CostOptions. */
export function profileOf(
  blueprint: Blueprint,
  { convColumns = 'reference', chunk = 256 }: Pick<CostOptions, 'convColumns' | 'chunk'> = {},
): CostProfile {
  const at = (context: number, options: Partial<CostOptions> = {}) =>
    cost(blueprint, { context, stateBytes: 1, weightBytes: 1, convColumns, chunk, ...options }).total;
  const read = (batch: number, counts: (part: Part) => boolean) =>
    at(1, { batch, weightBytes: (w) => (counts(w.part) ? 1 : 0) }).weightBytesRead;
  const expert = (part: Part) => part === 'expert';
  const dense = (part: Part) => part !== 'expert';
  const [one, two] = [at(1), at(2)];
  const experts = read(EVERYBODY, expert);
  const chosen = experts === 0 ? 0 : read(1, expert) / experts;
  // Whatever the batch, a table that the head is tied to is read once, as a whole: then these two are the same.
  const [few, all] = [read(1, dense), read(EVERYBODY, dense)];
  const row = all === few ? 0 : read(2, dense) - few;
  const table = all === few ? 0 : all - few + row;

  // Three chunks at one length give c0 + c1·Q + c2/Q; the other length gives the slope.
  const [q1, q2, q4] = [1, 2, 4].map((q) => at(8, { chunk: q }).prefillFlops) as [number, number, number];
  const perToken = (at(16, { chunk: 4 }).prefillFlops - q4) / 4; // the means are 4.5 and 8.5
  const overChunk = (q2 - q1 - (q4 - q2) / 2) / (-1 / 2 + 1 / 8);
  const perChunk = (q4 - q2 + overChunk / 4) / 2;
  const constant = q1 - perToken * 4.5 - perChunk - overChunk;

  const perContext = two.decodeFlops - one.decodeFlops;
  return {
    parameters: one.parameters,
    steadyWeights: few - row,
    embedding: { row, table },
    experts: { numbers: experts, chosen },
    state: one.ssmStateBytes + one.convStateBytes,
    cache: two.cacheBytes - one.cacheBytes,
    decode: { constant: one.decodeFlops - perContext, perToken: perContext },
    prefill: { constant, perToken, perChunk, overChunk, chunk },
    maxPositions: blueprint.maxPositions,
  };
}

/** FLOPs to decode one token of one sequence after `length` tokens. */
export function decodeFlops({ decode }: CostProfile, length: number): number {
  return decode.constant + decode.perToken * length;
}

/** FLOPs to read a text of `length` tokens. */
export function prefillFlops({ prefill: p }: CostProfile, length: number): number {
  const chunk = Math.min(p.chunk, length);
  return length * (p.constant + (p.perToken * (length + 1)) / 2 + p.perChunk * chunk + p.overChunk / chunk);
}

/** Numbers of weights that a step reads when `tokens` tokens go through it together: experts as if all were equally likely. */
export function weightsRead({ steadyWeights, embedding, experts }: CostProfile, tokens: number): number {
  const rows = Math.min(embedding.row * tokens, embedding.table);
  return steadyWeights + rows + experts.numbers * (1 - (1 - experts.chosen) ** tokens);
}

export interface Storage {
  /** Bytes per weight. */
  readonly weightBytes: number;
  /** Bytes per number of state and cache. */
  readonly stateBytes: number;
}

/** Bytes that one sequence keeps of its past after `length` tokens: state and cache. */
export function keptBytes({ state, cache }: CostProfile, length: number, { stateBytes }: Storage): number {
  return stateBytes * (state + cache * length);
}

/** Bytes that `batch` sequences need: the weights once, what each keeps once per sequence. */
export function memoryBytes(profile: CostProfile, length: number, batch: number, storage: Storage): number {
  return profile.parameters * storage.weightBytes + batch * keptBytes(profile, length, storage);
}

/** Bytes that one decode step of `batch` sequences moves: weights once, state in and out, cache in, one row of cache out. */
export function decodeBytes(profile: CostProfile, length: number, batch: number, storage: Storage): number {
  const { state, cache } = profile;
  const each = storage.stateBytes * (2 * state + cache * (length + 1));
  return weightsRead(profile, batch) * storage.weightBytes + batch * each;
}

/** Least bytes that a prefill of `batch` texts moves: weights once, state and cache written. Activations are taken to stay on the chip. */
export function prefillBytes(profile: CostProfile, length: number, batch: number, storage: Storage): number {
  return weightsRead(profile, batch * length) * storage.weightBytes + batch * keptBytes(profile, length, storage);
}
