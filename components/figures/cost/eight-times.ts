/**
 * How many times fewer bytes Mamba2-Hybrid 8B moves for a token than the Transformer it was compared with, by length and batch: the count
 * behind "predicted to be up to 8 times faster" (Waleffe et al., arXiv:2406.07887).
 */
import { decodeBytes, transformer8b } from '@/engine/bench';
import { BF16, publishedProfile } from './cost-models';

export const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128] as const;
/** Powers of two from 512 to 128K tokens, and the halves between them. */
export const LENGTHS: readonly number[] = Array.from({ length: 17 }, (_, i) => Math.round(512 * 2 ** (i / 2)));

/** Bytes of a decode step of the Transformer over those of the hybrid, for `batch` texts of `length` tokens. */
export function timesFewer(length: number, batch: number): number {
  const bytes = (id: string) => decodeBytes(publishedProfile(id), length, batch, BF16);
  return bytes(transformer8b.id) / bytes('mamba2-hybrid-8b');
}

/** The shortest text at which it is `times`; null if it is not up to a million tokens. */
export function firstLength(times: number, batch: number): number | null {
  let [low, high] = [1, 1 << 20];
  if (timesFewer(high, batch) < times) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (timesFewer(middle, batch) >= times) high = middle;
    else low = middle;
  }
  return high;
}
