/**
 * softplus: Δ = clamp(ln(1 + e^(x + bias)), min, max). weights.bias [C] is optional (Mamba adds it in dt_proj).
 * Mamba, arXiv:2312.00752v2, section 3.2 (τ_Δ). For negative x, ln(1 + e^x) needs log1p: Δ lives there.
 */
import { equal, type Op, require, sameShape, width } from './op';

export const softplus: Op = {
  name: 'softplus',
  check(c) {
    sameShape(c);
    if (c.weights.bias) require(c, equal(c.weights.bias, [width(c.output)]), 'the bias must be as wide as the input');
  },
  elementwise: (c) => (c.weights.bias ? 4 : 3) * width(c.output),
};
