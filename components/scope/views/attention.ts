/** Matrices of tokens against tokens made comparable. Pure. */

/**
 * Each row divided by the sum of its sizes: how a token's looks are shared out, whatever their scale, sign kept. Attention's rows add up to
 * 1 already and stay as they are; a row of nothing stays nothing.
 */
export function rowShares(values: Float32Array, count: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += Math.abs(values[i * count + j]!);
    if (sum > 0) for (let j = 0; j <= i; j++) out[i * count + j] = values[i * count + j]! / sum;
  }
  return out;
}

/** What the view can show of a layer, and its word in the address: 'mean', or 'mean.share' with rows as shares. */
export const CHOICES = ['absolute', 'mean', 'unit', 'block', 'influence', 'prediction'] as const;
export type Choice = (typeof CHOICES)[number];

/** What a link's `show` asks for: a matrix, and whether as shares of its row; the first choice where it names none. */
export function readShow(show: string, choices: readonly Choice[]): { which: Choice; share: boolean } {
  const [word, share] = show.split('.');
  return { which: choices.find((choice) => choice === word) ?? choices[0]!, share: share === 'share' };
}
