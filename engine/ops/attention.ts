/**
 * attention-scores: s = q·k / sqrt(d_h), [n_heads, T, S]; masked entries (s > t) are 0 and never read. State 'k' [S, H_kv·d_h].
 * attention-softmax: causal softmax over S, exact zeros above the diagonal. attention-read: Σ_s a_ts v_s → [T, H·d_h]; state 'v'.
 * Query head j reads key head ⌊j·H_kv/H⌋. Vaswani et al. 2017, Eq. 1; GQA: arXiv:2305.13245. 2·H·d_h·S FLOPs each for scores and read.
 */
import { attr, equal, type Op, type OpCall, require } from './op';

const heads = (c: OpCall) => attr(c, 'heads');
const queryWidth = (c: OpCall) => heads(c) * attr(c, 'headDim');

export const attentionScores: Op = {
  name: 'attention-scores',
  check(c) {
    require(c, equal(c.output, [heads(c), c.T, c.S]), 'the output must be [n_heads, T, S]');
    require(c, equal(c.inputs[0], [c.T, queryWidth(c)]), 'q must be [T, H·d_h]');
    require(c, equal(c.inputs[1], [c.T, attr(c, 'kvHeads') * attr(c, 'headDim')]), 'k must be [T, H_kv·d_h]');
    require(c, heads(c) % attr(c, 'kvHeads') === 0, 'key heads must divide the query heads');
  },
  flops: (c) => 2 * queryWidth(c) * c.S,
};

export const attentionSoftmax: Op = {
  name: 'attention-softmax',
  check: (c) =>
    require(c, equal(c.inputs[0], c.output) && c.output.length === 3, 'input and output must be [n_heads, T, S]'),
  elementwise: (c) => 3 * c.output[0]! * c.S, // exponential, sum, division
};

export const attentionRead: Op = {
  name: 'attention-read',
  check(c) {
    require(c, equal(c.inputs[0], [heads(c), c.T, c.S]), 'the weights must be [n_heads, T, S]');
    require(c, equal(c.inputs[1], [c.T, attr(c, 'kvHeads') * attr(c, 'headDim')]), 'v must be [T, H_kv·d_h]');
    require(c, equal(c.output, [c.T, queryWidth(c)]), 'the output must be [T, H·d_h]');
  },
  flops: (c) => 2 * queryWidth(c) * c.S,
};
