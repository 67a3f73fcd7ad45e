/** Ops that treat every number, or every row, alone. Inputs and outputs are dense [T, width]; `out` may not alias an input. */
import { EngineError } from '../errors';
import { erf } from './erf';
import { exp } from './exp';

/** ln(1 + e^x), without overflow for large x and without loss for very negative x. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(exp(-x)) : Math.log1p(exp(x));
}

const sigmoid = (x: number) => 1 / (1 + exp(-x));

const FUNCTIONS: Record<string, (x: number) => number> = {
  'gelu-tanh': (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  relu: (x) => Math.max(0, x),
  relu2: (x) => Math.max(0, x) ** 2,
  sigmoid,
};

/** attrs.fn of an 'activation' node or of a MoE's experts, of every number; `out` may be x. */
export function activation(out: Float32Array, x: Float32Array, name: string): void {
  // The two that every token needs have loops of their own: a call through a variable costs more than they do.
  if (name === 'silu') for (let i = 0; i < out.length; i++) out[i] = x[i] * sigmoid(x[i]);
  else if (name === 'gelu') for (let i = 0; i < out.length; i++) out[i] = 0.5 * x[i] * (1 + erf(x[i] * Math.SQRT1_2));
  else {
    const fn = FUNCTIONS[name];
    if (!fn) {
      const known = ['silu', 'gelu', ...Object.keys(FUNCTIONS)].join(', ');
      throw new EngineError('bad-config', `unknown activation "${name}"; known: ${known}`);
    }
    for (let i = 0; i < out.length; i++) out[i] = fn(x[i]);
  }
}

/** Δ = clamp(softplus(x + bias), min, max); bias is per column or absent. */
export function softplusRows(
  out: Float32Array,
  x: Float32Array,
  bias: Float32Array | null,
  min: number,
  max: number,
): void {
  const width = bias ? bias.length : 1;
  for (let i = 0, c = 0; i < out.length; i++) {
    const y = softplus(bias ? x[i] + bias[c] : x[i]);
    out[i] = Math.min(max, Math.max(min, y));
    if (++c === width) c = 0;
  }
}

/** x / sqrt(mean(x²) + eps) within each of `groups` equal parts of a row of `width`, times the weight. Zhang & Sennrich 2019, Eq. 4. */
export function rmsNorm(
  out: Float32Array,
  x: Float32Array,
  width: number,
  groups: number,
  eps: number,
  weight: Float32Array | null,
): void {
  const size = width / groups;
  for (let at = 0; at < out.length; at += size) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += x[at + i] * x[at + i];
    const scale = 1 / Math.sqrt(sum / size + eps);
    const w0 = at % width;
    for (let i = 0; i < size; i++) out[at + i] = x[at + i] * scale * (weight ? weight[w0 + i] : 1);
  }
}

/** y + D ⊙ x with one D for each `per` columns. */
export function skip(out: Float32Array, y: Float32Array, x: Float32Array, D: Float32Array, per: number): void {
  for (let i = 0; i < out.length; )
    for (let d = 0; d < D.length; d++) for (const end = i + per; i < end; i++) out[i] = y[i] + D[d] * x[i];
}

/** [a; b] of width 2w → a ⊙ σ(b) of width w. */
export function glu(out: Float32Array, x: Float32Array, w: number): void {
  for (let o = 0, a = 0; o < out.length; a += w)
    for (const end = o + w; o < end; o++, a++) out[o] = x[a] * sigmoid(x[a + w]);
}

/** Softmax of every row of `width`. */
export function softmaxRows(out: Float32Array, x: Float32Array, width: number): void {
  for (let at = 0; at < out.length; at += width) {
    let max = Number.NEGATIVE_INFINITY;
    for (let i = at; i < at + width; i++) if (x[i] > max) max = x[i];
    let sum = 0;
    for (let i = at; i < at + width; i++) sum += Math.exp(x[i] - max);
    for (let i = at; i < at + width; i++) out[i] = Math.exp(x[i] - max) / sum;
  }
}

/** Ids of the k largest of every row, largest first, ties to the lower id. */
export function topK(out: Float32Array, x: Float32Array, width: number, k: number): void {
  for (let row = 0, o = 0; row < x.length; row += width, o += k) {
    const order = Array.from({ length: width }, (_, i) => i).sort((a, b) => x[row + b] - x[row + a] || a - b);
    for (let i = 0; i < k; i++) out[o + i] = order[i];
  }
}

/** Values of every row of x at that row's ids, divided by their sum if `normalize`. */
export function gather(
  out: Float32Array,
  x: Float32Array,
  ids: Float32Array,
  width: number,
  k: number,
  normalize: boolean,
): void {
  for (let t = 0; t < ids.length / k; t++) {
    let sum = 0;
    for (let i = 0; i < k; i++) sum += x[t * width + ids[t * k + i]];
    for (let i = 0; i < k; i++) out[t * k + i] = x[t * width + ids[t * k + i]] / (normalize ? sum : 1);
  }
}

/** Index of the largest value; ties go to the lowest. */
export function argmax(x: Float32Array): number {
  let best = 0;
  for (let i = 1; i < x.length; i++) if (x[i] > x[best]) best = i;
  return best;
}
