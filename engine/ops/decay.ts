/**
 * decay: Ā = exp(Δ A), A = -exp(A_log). Mamba: Δ [T, C], A_log [C, N] → [T, C, N]; Mamba-2: Δ [T, H], A_log [H] → [T, H].
 * Mamba, arXiv:2312.00752v2, Eq. 4; Mamba-2, arXiv:2405.21060, section 5.1. One product and one exponential per number.
 */
import { equal, type Op, require, width } from './op';

export const decay: Op = {
  name: 'decay',
  check(c) {
    require(c, equal(c.output, [c.T, ...(c.weights.A_log ?? [])]), 'the output must be [T, shape of A_log]');
    require(c, equal(c.inputs[0], [c.T, c.weights.A_log![0]!]), 'Δ must be [T, rows of A_log]');
  },
  flops: (c) => 2 * width(c.output),
};
