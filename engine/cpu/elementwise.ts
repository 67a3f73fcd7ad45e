/** Ops that treat every number, or every row, alone. Inputs and outputs are dense [T, width]; `out` may not alias an input. */
import { EngineError } from '../errors';

/** Error function by its series (|x| < 2.5) or continued fraction, to f64 rounding error times a few: Abramowitz & Stegun 7.1.5, 7.1.14. */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
      if (n > 200) break;
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction));
}

/** ln(1 + e^x), without overflow for large x and without loss for very negative x. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const FUNCTIONS: Record<string, (x: number) => number> = {
  silu: (x) => x * sigmoid(x),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  'gelu-tanh': (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  relu: (x) => Math.max(0, x),
  relu2: (x) => Math.max(0, x) ** 2,
  sigmoid,
};

/** The scalar function of an 'activation' node or of a MoE's experts. */
export function activationFunction(name: string): (x: number) => number {
  const fn = FUNCTIONS[name];
  if (!fn)
    throw new EngineError('bad-config', `unknown activation "${name}"; known: ${Object.keys(FUNCTIONS).join(', ')}`);
  return fn;
}

export function activation(out: Float32Array, x: Float32Array, name: string): void {
  const fn = activationFunction(name);
  for (let i = 0; i < out.length; i++) out[i] = fn(x[i]);
}

/** Δ = clamp(softplus(x + bias), min, max); bias is per column or absent. */
export function softplusRows(
  out: Float32Array,
  x: Float32Array,
  bias: Float32Array | null,
  min: number,
  max: number,
): void {
  const width = bias?.length ?? 1;
  for (let i = 0; i < out.length; i++)
    out[i] = Math.min(max, Math.max(min, softplus(x[i] + (bias ? bias[i % width] : 0))));
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
export function skip(
  out: Float32Array,
  y: Float32Array,
  x: Float32Array,
  D: Float32Array,
  per: number,
  width: number,
): void {
  for (let i = 0; i < out.length; i++) out[i] = y[i] + D[Math.floor((i % width) / per)] * x[i];
}

/** [a; b] of width 2w → a ⊙ σ(b) of width w. */
export function glu(out: Float32Array, x: Float32Array, w: number): void {
  for (let i = 0; i < out.length; i++) {
    const row = Math.floor(i / w) * 2 * w + (i % w);
    out[i] = x[row] * sigmoid(x[row + w]);
  }
}

/** Softmax of every row of `width`. */
export function softmaxRows(out: Float32Array, x: Float32Array, width: number): void {
  for (let at = 0; at < out.length; at += width) {
    let max = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < width; i++) max = Math.max(max, x[at + i]);
    let sum = 0;
    for (let i = 0; i < width; i++) sum += Math.exp(x[at + i] - max);
    for (let i = 0; i < width; i++) out[at + i] = Math.exp(x[at + i] - max) / sum;
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
