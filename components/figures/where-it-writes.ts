import type { Tensor } from '@/engine/tensor';

/** Mean of each row of a [T, C] tensor: one number per token. */
export function meanOverChannels({ shape, data }: Tensor): Float32Array {
  const [T, C] = shape as [number, number];
  return Float32Array.from({ length: T }, (_, t) => {
    let sum = 0;
    for (let c = 0; c < C; c++) sum += data[t * C + c]!;
    return sum / C;
  });
}

/**
 * The channel whose Δ tells the tokens of a text apart most: the largest spread (standard deviation over mean) among those that open wide
 * enough somewhere to matter, at Δ = 0.1 or at the widest that there is. The first token, before any text, is left out.
 */
export function mostDecided({ shape, data }: Tensor): number {
  const [T, C] = shape as [number, number];
  const first = T > 1 ? 1 : 0;
  const of = (c: number) => {
    let [sum, squares, most] = [0, 0, 0];
    for (let t = first; t < T; t++) {
      const v = data[t * C + c]!;
      sum += v;
      squares += v * v;
      most = Math.max(most, v);
    }
    const mean = sum / (T - first);
    return { c, most, spread: Math.sqrt(Math.max(0, squares / (T - first) - mean * mean)) / mean };
  };
  const all = Array.from({ length: C }, (_, c) => of(c));
  const wide = Math.min(0.1, Math.max(...all.map(({ most }) => most)));
  return all.filter(({ most }) => most >= wide).reduce((a, b) => (b.spread > a.spread ? b : a)).c;
}
