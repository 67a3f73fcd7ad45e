/** slice: columns [start, end) of the last axis; the output may name them in finer axes ([T, G, N] for G·N columns). A view: free. */
import { attr, type Op, require, width } from './op';

export const slice: Op = {
  name: 'slice',
  check(c) {
    const [start, end] = [attr(c, 'start'), attr(c, 'end')];
    const columns = width(c.inputs[0]);
    require(c, 0 <= start && start < end && end <= columns, `columns ${start} to ${end} must lie in the input`);
    require(c, c.inputs[0]?.[0] === c.T && c.output[0] === c.T, 'input and output must have T rows');
    require(c, width(c.output) === end - start, `the output must hold ${end - start} numbers per token`);
  },
};
