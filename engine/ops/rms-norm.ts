/**
 * rms-norm: y = w ⊙ x / sqrt(mean(x²) + eps), the mean over each of attrs.groups equal parts of the last axis. weights.weight [D] is
 * optional (falcon_mamba has none). Zhang & Sennrich 2019, arXiv:1910.07467, Eq. 4; groups: state-spaces layernorm_gated.py.
 */
import { attr, equal, type Op, require, sameShape, width } from './op';

export const rmsNorm: Op = {
  name: 'rms-norm',
  check(c) {
    sameShape(c);
    const last = c.output.at(-1)!;
    require(c, last % attr(c, 'groups') === 0, `the width must be a multiple of groups (${attr(c, 'groups')})`);
    if (c.weights.weight) require(c, equal(c.weights.weight, [last]), 'the weight must be as wide as the last axis');
  },
  elementwise: (c) => 4 * width(c.output), // square, add, scale, weight
};
