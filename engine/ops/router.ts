/**
 * The choice of experts. softmax: over the last axis. top-k: ids of the k largest, largest first, ties to the lower id, [T, E] → [T, K].
 * gather: values of inputs[0] at the ids of inputs[1]; attrs.normalize divides by their sum (Mixtral does, Jamba does not).
 */
import { attr, equal, type Op, require, sameShape, width } from './op';

export const softmax: Op = { name: 'softmax', check: sameShape, elementwise: (c) => 3 * width(c.output) };

export const topK: Op = {
  name: 'top-k',
  check(c) {
    require(c, equal(c.output, [c.T, attr(c, 'k')]), 'the output must be [T, k]');
    require(c, c.inputs[0]?.[0] === c.T && attr(c, 'k') <= width(c.inputs[0]), 'the input must be [T, E], k at most E');
  },
  elementwise: (c) => attr(c, 'k') * width(c.inputs[0]),
};

export const gather: Op = {
  name: 'gather',
  check: (c) =>
    require(c, c.inputs[0]?.[0] === c.T &&
      equal(c.inputs[1], c.output), 'the output must be shaped like the ids, the values [T, E]'),
};
