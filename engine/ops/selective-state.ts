/**
 * selective-state: h_t = Ā_t ⊙ h_{t-1} + (Δ_t ⊙ x_t) B_tᵀ. Inputs Ā [T, C, N], Δ [T, C], B [T, N], x [T, C] → [T, C, N];
 * state 'ssm' [C, N]. 3 FLOPs per cell and Δ·x. Mamba, arXiv:2312.00752v2, Eq. 2a with B̄ = ΔB (selective_scan_ref).
 * Prefill is counted as the recurrence; a chunked scan spends more arithmetic to be parallel.
 */
import { equal, type Op, require, width } from './op';

export const selectiveState: Op = {
  name: 'selective-state',
  check(c) {
    const [, channels = Number.NaN, cells = Number.NaN] = c.output;
    require(c, equal(c.output, [c.T, channels, cells]) && equal(c.inputs[0], c.output), 'Ā and h must be [T, C, N]');
    require(c, equal(c.inputs[1], [c.T, channels]) && equal(c.inputs[3], [c.T, channels]), 'Δ and x must be [T, C]');
    require(c, equal(c.inputs[2], [c.T, cells]), 'B must be [T, N]');
  },
  flops: (c) => 3 * width(c.output) + c.output[1]!,
};
