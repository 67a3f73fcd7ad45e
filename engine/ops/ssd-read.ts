/**
 * ssd-read: y_t = S_t C_t per head. Inputs S [T, H, P, N], C [T, G, N] → [T, H·P]; 2·H·P·N FLOPs. Mamba-2, arXiv:2405.21060, Listing 1.
 * Prefill in chunks of Q tokens never holds S per token: it forms (L ⊙ C Bᵀ) X within the chunk (2·Q·N per group for C Bᵀ, Q per head
 * for the mask, 2·Q·P per head for the product) and reads the state before the chunk (2·H·P·N).
 */
import { attr, equal, type Op, require, width } from './op';

export const ssdRead: Op = {
  name: 'ssd-read',
  check(c) {
    const [heads, headDim, groups] = [attr(c, 'heads'), attr(c, 'headDim'), attr(c, 'groups')];
    const cells = c.inputs[0]?.[3] ?? Number.NaN;
    require(c, equal(c.inputs[0], [c.T, heads, headDim, cells]), 'the state must be [T, H, P, N]');
    require(c, equal(c.inputs[1], [c.T, groups, cells]), 'C must be [T, G, N]');
    require(c, equal(c.output, [c.T, heads * headDim]), 'the output must be [T, H·P]');
  },
  flops: (c) => 2 * width(c.inputs[0]),
  prefillFlops: (c, chunk) =>
    2 * chunk * width(c.inputs[1]) + chunk * attr(c, 'heads') + 2 * chunk * width(c.output) + 2 * width(c.inputs[0]),
};
