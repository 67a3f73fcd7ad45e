/** skip: y + D ⊙ x. weights.D [C], or [H] for attrs.headDim channels each. Mamba-1, selective_scan_ref; Mamba-2, ssd_minimal.py. */
import { attr, equal, type Op, require, sameShape, width } from './op';

export const skip: Op = {
  name: 'skip',
  check(c) {
    sameShape(c);
    require(c, equal(c.weights.D, [
      width(c.output) / attr(c, 'headDim'),
    ]), 'D must have one number per channel or head');
  },
  elementwise: (c) => 2 * width(c.output),
};
