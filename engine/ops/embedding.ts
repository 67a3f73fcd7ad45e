/**
 * tokens: the ids of this run, [T]. embedding: row w_t of a table [V, D] → [T, D]. No arithmetic; one row is read per token.
 */
import { equal, type Op, require } from './op';

export const tokens: Op = {
  name: 'tokens',
  check: (c) => require(c, equal(c.output, [c.T]) && c.inputs.length === 0, 'the tokens are [T]'),
};

export const embedding: Op = {
  name: 'embedding',
  check(c) {
    require(c, equal(c.inputs[0], [c.T]), 'the input must be [T]');
    require(c, equal(c.output, [
      c.T,
      c.weights.table?.[1] ?? Number.NaN,
    ]), 'the output must be [T, D] with table [V, D]');
  },
  readShare: (c, batch) => Math.min(1, batch / c.weights.table![0]!),
};
