/** selective-read: y_t = h_t C_t. Inputs h [T, C, N], C [T, N] → [T, C]; 2·C·N FLOPs. Mamba, arXiv:2312.00752v2, Eq. 2b. */
import { equal, type Op, require, width } from './op';

export const selectiveRead: Op = {
  name: 'selective-read',
  check(c) {
    const [, channels = Number.NaN, cells = Number.NaN] = c.inputs[0] ?? [];
    require(c, equal(c.inputs[0], [c.T, channels, cells]) &&
      equal(c.output, [c.T, channels]), 'h must be [T, C, N] and the output [T, C]');
    require(c, equal(c.inputs[1], [c.T, cells]), 'C must be [T, N]');
  },
  flops: (c) => 2 * width(c.inputs[0]),
};
