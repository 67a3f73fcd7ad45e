/** What fits in memory, and what a device can do with it: the longest context, the largest batch, and the tokens per second that follow. */
import { type CostProfile, keptBytes, memoryBytes, type Storage } from './profile';
import { decodeBound, type Roof } from './roofline';

/** Longest context that `batch` sequences can have in `memory` bytes: 0 if the weights alone are too large, Infinity without attention. */
export function longestContext(profile: CostProfile, memory: number, batch: number, storage: Storage): number {
  const empty = memoryBytes(profile, 0, batch, storage);
  if (empty > memory) return 0;
  if (profile.cache === 0) return Number.POSITIVE_INFINITY;
  return Math.floor((memory - empty) / (batch * profile.cache * storage.stateBytes));
}

/** Most sequences of `length` tokens that fit in `memory` bytes together; 0 if not one does. */
export function largestBatch(profile: CostProfile, memory: number, length: number, storage: Storage): number {
  const left = memory - profile.parameters * storage.weightBytes;
  return Math.max(0, Math.floor(left / keptBytes(profile, length, storage)));
}

/** Tokens per second of a whole batch, each sequence `length` tokens long: at most, by the roofline. */
export function tokensPerSecond(
  profile: CostProfile,
  length: number,
  batch: number,
  storage: Storage,
  roof: Roof,
): number {
  return batch / decodeBound(profile, length, batch, storage, roof).seconds;
}
