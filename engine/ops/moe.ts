/**
 * moe: Σ_k w_k · down_e(φ(gate_e x) ⊙ up_e x), e = ids_k. Inputs x [T, D], ids [T, K], weights [T, K]; weights gate, up [E, I, D],
 * down [E, D, I]. Only the K chosen experts work: 6·K·D·I FLOPs. Jamba, arXiv:2403.19887, section 3.
 */
import { attr, equal, type Op, require, width } from './op';

export const moe: Op = {
  name: 'moe',
  check(c) {
    const [experts = Number.NaN, inner = Number.NaN, model = Number.NaN] = c.weights.gate ?? [];
    require(c, equal(c.weights.up, [experts, inner, model]), 'up must be shaped like gate [E, I, D]');
    require(c, equal(c.weights.down, [experts, model, inner]), 'down must be [E, D, I]');
    require(c, equal(c.inputs[0], [c.T, model]) && equal(c.output, [c.T, model]), 'input and output must be [T, D]');
    require(c, equal(c.inputs[1], [c.T, attr(c, 'k')]) &&
      equal(c.inputs[2], c.inputs[1]!), 'ids and weights must be [T, K]');
  },
  flops: (c) => 6 * attr(c, 'k') * c.weights.gate![1]! * c.weights.gate![2]!,
  elementwise: (c) => attr(c, 'k') * (5 * c.weights.gate![1]! + 2 * width(c.output)),
  // experts that at least one token of the batch chose, were all equally likely: 1 - (1 - K/E)^batch
  readShare: (c, batch) => 1 - (1 - attr(c, 'k') / c.weights.gate![0]!) ** batch,
};
