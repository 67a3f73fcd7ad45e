/** Next-token distributions as numbers to show: probabilities, entropy, divergence. All logarithms are base 2: the unit is the bit. */

/** softmax of logits [from, from + count), in f64. */
export function probabilitiesOf(logits: ArrayLike<number>, from = 0, count = logits.length): Float64Array {
  let max = -Infinity;
  for (let i = from; i < from + count; i++) if (logits[i] > max) max = logits[i];
  const out = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += out[i] = Math.exp(logits[from + i] - max);
  for (let i = 0; i < count; i++) out[i] /= sum;
  return out;
}

/** -log₂ softmax(logits)[id]: how surprising the token is, in bits. Not from the probability, which may underflow to 0. */
export function surpriseOf(logits: ArrayLike<number>, id: number, from = 0, count = logits.length): number {
  let max = -Infinity;
  for (let i = from; i < from + count; i++) if (logits[i] > max) max = logits[i];
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += Math.exp(logits[i] - max);
  return (max + Math.log(sum) - logits[from + id]) / Math.LN2;
}

/** H(p) = -Σ p log₂ p. */
export function entropyOf(p: ArrayLike<number>): number {
  let h = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) h -= p[i] * Math.log2(p[i]);
  return h;
}

/** KL(p ‖ q) = Σ p log₂(p/q): the bits wasted by expecting q where p is true. Never below 0, which rounding could give. */
export function divergenceOf(p: ArrayLike<number>, q: ArrayLike<number>): number {
  let kl = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) kl += p[i] * Math.log2(p[i] / Math.max(q[i], Number.MIN_VALUE));
  return Math.max(0, kl);
}

/** Ids of the k largest values, largest first; ties go to the lowest id, as in sampling. */
export function largest(values: ArrayLike<number>, k: number): number[] {
  const best: number[] = [];
  for (let id = 0; id < values.length; id++) {
    if (best.length === k && !(values[id] > values[best[k - 1]])) continue;
    let at = best.length;
    while (at > 0 && values[id] > values[best[at - 1]]) at--;
    best.splice(at, 0, id);
    if (best.length > k) best.pop();
  }
  return best;
}

/** Place of a token in the order of probability, 1 = first; ties go to the lowest id. */
export function rankOf(values: ArrayLike<number>, id: number): number {
  let rank = 1;
  for (let i = 0; i < values.length; i++) if (values[i] > values[id] || (values[i] === values[id] && i < id)) rank++;
  return rank;
}
