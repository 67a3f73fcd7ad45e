/** slice: columns [start, end) of the last axis; the output may name them in finer axes ([T, G, N] for G·N columns). A view: free. */
import { attr, type Op, require, width } from './op';

export const slice: Op = {
  name: 'slice',
  check(c) {
    const [start, end] = [attr(c, 'start'), attr(c, 'end')];
    require(c, 0 <= start &&
      start < end &&
      end <= width(c.inputs[0]), `columns ${start} to ${end} must lie in the input`);
    require(c, c.output[0] === c.T &&
      width(c.output) === end - start, `input and output must have T rows, the output ${end - start} numbers in each`);
  },
};
