/** linear: y = W x (+ b), W [O, I], [T, I] → [T, O]; 2·O·I FLOPs per token. Decode reads every weight once: it is bound by memory. */
import { equal, type Op, require, width } from './op';

export const linear: Op = {
  name: 'linear',
  check(c) {
    const [out, inner] = c.weights.weight ?? [];
    require(c, equal(c.inputs[0], [c.T, inner ?? Number.NaN]), 'the input must be [T, columns of the weight]');
    require(c, equal(c.output, [c.T, out ?? Number.NaN]), 'the output must be [T, rows of the weight]');
    if (c.weights.bias) require(c, equal(c.weights.bias, [out!]), 'the bias must have one number per output');
  },
  flops: (c) => 2 * c.weights.weight![0]! * c.weights.weight![1]!,
  elementwise: (c) => (c.weights.bias ? width(c.output) : 0),
};
