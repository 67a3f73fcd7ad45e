/**
 * rope: turns pairs (i, i + d_h/2) of every head by the angle position·f_i (the half-rotation layout of Hugging Face).
 * Read first: Su et al. 2021, arXiv:2104.09864, section 3.4.2; scalings as in transformers modeling_rope_utils.py.
 * Inputs: q or k [T, heads·d_h]; attrs: RopeAttrs (models/config/rope.ts). No state: the position comes from the run.
 */
import { attr, type Op, require, sameShape, width } from './op';

export const rope: Op = {
  name: 'rope',
  check(c) {
    sameShape(c);
    require(c, width(c.output) % attr(c, 'headDim') === 0, 'the width must be a whole number of heads');
  },
  elementwise: (c) => 3 * width(c.output),
};

/**
 * Angles per position, [d_h / 2], in radians per token: f_i = θ^(-2i/d_h), then the model's scaling.
 * linear: all divided by `factor`. llama3: slow ones divided by `factor`, fast ones kept, a smooth blend between (Llama 3.1).
 */
export function ropeFrequencies(attrs: Readonly<Record<string, number | string | boolean>>): Float64Array {
  const width = attrs.headDim as number;
  const factor = attrs.factor as number;
  const out = new Float64Array(width / 2);
  for (let i = 0; i < out.length; i++) {
    const f = (attrs.theta as number) ** ((-2 * i) / width);
    out[i] = attrs.type === 'llama3' ? llama3(f, factor, attrs) : attrs.type === 'linear' ? f / factor : f;
  }
  return out;
}

function llama3(f: number, factor: number, attrs: Readonly<Record<string, number | string | boolean>>): number {
  const [low, high, old] = [attrs.lowFreqFactor, attrs.highFreqFactor, attrs.originalMaxPositions] as number[];
  const turns = (old! * f) / (2 * Math.PI); // full turns within the original context
  if (turns > high!) return f;
  if (turns < low!) return f / factor;
  const smooth = (turns - low!) / (high! - low!);
  return (1 - smooth) * (f / factor) + smooth * f;
}
