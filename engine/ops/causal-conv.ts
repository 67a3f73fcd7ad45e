/**
 * causal-conv: depthwise convolution over the last W tokens, zeros before the first: y_t = b + Σ_k w_k ⊙ x_{t-W+1+k}, k = 0…W-1.
 * weights.weight [C, 1, W], bias [C] optional; state 'conv' holds the last W-1 inputs [W-1, C]. 2·W·C FLOPs per token.
 * Mamba, arXiv:2312.00752v2, Figure 3; state-spaces/mamba mamba_simple.py (its state has W columns, of which the oldest is never read).
 */
import { attr, equal, type Op, require, sameShape, width } from './op';

export const causalConv: Op = {
  name: 'causal-conv',
  check(c) {
    sameShape(c);
    const channels = width(c.output);
    require(c, equal(c.weights.weight, [channels, 1, attr(c, 'width')]), 'the weight must be [C, 1, W]');
    if (c.weights.bias) require(c, equal(c.weights.bias, [channels]), 'the bias must be [C]');
  },
  flops: (c) => 2 * attr(c, 'width') * width(c.output),
  elementwise: (c) => (c.weights.bias ? width(c.output) : 0),
};
