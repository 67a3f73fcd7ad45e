/**
 * ssd-state: S_t = a_t S_{t-1} + Δ_t x_t B_tᵀ per head. Inputs a [T, H], Δ [T, H], B [T, G, N], x [T, H·P] → [T, H, P, N]; head j reads
 * group ⌊j·G/H⌋; state 'ssm' [H, P, N]. 3 FLOPs per cell and Δ·x. Mamba-2, arXiv:2405.21060, Eq. 16 and section 6.
 * Prefill in chunks of Q tokens makes each chunk's last state by matrix products: 2·H·P·N per token, and 2·H·P·N/Q to pass it on.
 */
import { attr, equal, type Op, require, width } from './op';

export const ssdState: Op = {
  name: 'ssd-state',
  check(c) {
    const [heads, headDim, groups] = [attr(c, 'heads'), attr(c, 'headDim'), attr(c, 'groups')];
    const cells = c.output[3] ?? Number.NaN;
    require(c, equal(c.output, [c.T, heads, headDim, cells]), 'the output must be [T, H, P, N]');
    require(c, equal(c.inputs[0], [c.T, heads]) && equal(c.inputs[1], [c.T, heads]), 'a and Δ must be [T, H]');
    require(c, equal(c.inputs[2], [c.T, groups, cells]), 'B must be [T, G, N]');
    require(c, equal(c.inputs[3], [c.T, heads * headDim]), 'x must be [T, H·P]');
    require(c, heads % groups === 0, 'groups must divide the heads');
  },
  flops: (c) => 3 * width(c.output) + width(c.inputs[3]),
  prefillFlops: (c, chunk) => 2 * width(c.output) + (2 * width(c.output)) / chunk + width(c.inputs[3]),
};
