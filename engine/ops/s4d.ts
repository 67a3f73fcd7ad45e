/**
 * s4d-discretise: Ā and B̄ from log_dt [C], log_A_real [C, M] and, for complex poles, A_imag [C, M] → [C, M, 2] (re, im) or [C, N]; once
 * per model, so 0 per token. s4d-state: h_t = Ā h_{t-1} + B̄ x_t; state 'ssm'. s4d-read: y_t = 2 Re Σ C h, or Σ C h (real poles).
 * S4D, arXiv:2206.11893, section 3; Mamba, arXiv:2312.00752v2, Eq. 2-4. Counted as the recurrence.
 */
import { equal, type Op, require, width } from './op';

export const s4dDiscretise: Op = {
  name: 's4d-discretise',
  check(c) {
    const poles = c.weights.log_A_real ?? [];
    const complex = c.node.attrs.complex === true;
    require(c, equal(c.output, complex ? [...poles, 2] : poles), 'the output must be [C, M, 2] or [C, N]');
    require(c, equal(c.weights.log_dt, [poles[0]!]), 'log_dt must be [C]');
    require(c, complex
      ? equal(c.weights.A_imag, poles)
      : !c.weights.A_imag, 'A_imag must be [C, M], for complex poles only');
  },
};

export const s4dState: Op = {
  name: 's4d-state',
  check(c) {
    const cell = c.inputs[0] ?? [];
    require(c, equal(c.inputs[1], cell) &&
      equal(c.output, [c.T, ...cell]), 'the output must be [T, shape of Ā], and B̄ like Ā');
    require(c, equal(c.inputs[2], [c.T, cell[0]!]), 'x must be [T, C]');
  },
  // complex: (Ā h) 6, + 2, B̄ x 2 per pair of numbers; real: 3 per number
  flops: (c) => (c.node.attrs.complex ? 5 : 3) * width(c.output),
};

export const s4dRead: Op = {
  name: 's4d-read',
  check(c) {
    require(c, equal(c.inputs[0], [c.T, ...(c.weights.C ?? [])]), 'the state must be [T, shape of C]');
    require(c, equal(c.output, [c.T, c.weights.C![0]!]), 'the output must be [T, C]');
  },
  // real part of a complex product: 2 products and a subtraction, and the sum: 4 per pair; real: 2 per number
  flops: (c) => 2 * width(c.inputs[0]),
};
