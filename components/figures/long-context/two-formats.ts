/** The same prompt through the same model in two weight formats: how far apart the next tokens are, and where the texts part. */
import { logSumExp } from '@/engine/session/sampling';

export interface Apart {
  /** Largest difference of a logit. */
  readonly logit: number;
  /** Kullback–Leibler divergence from the first to the second, in bits. */
  readonly bits: number;
  /** Do both hold the same token for the likeliest? */
  readonly same: boolean;
}

/** How far two logits, [V] each, are apart: greatest difference, KL divergence in nats, and whether the first choice is the same. */
export function apart(a: Float32Array, b: Float32Array): Apart {
  const [la, lb] = [logSumExp(a), logSumExp(b)];
  let [logit, nats, bestA, bestB] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    logit = Math.max(logit, Math.abs(a[i]! - b[i]!));
    const p = Math.exp(a[i]! - la);
    nats += p * (a[i]! - la - (b[i]! - lb));
    if (a[i]! > a[bestA]!) bestA = i;
    if (b[i]! > b[bestB]!) bestB = i;
  }
  // Rounding can leave a tiny negative number where both are the same.
  return { logit, bits: Math.max(0, nats) / Math.LN2, same: bestA === bestB };
}

/** How many pieces two texts share from the start. */
export function sharedStart(a: readonly string[], b: readonly string[]): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}
