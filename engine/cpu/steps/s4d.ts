/** S4D: states one by one, recurrence and reading in one, or the same as a convolution. */
import type { BlueprintNode } from '../../blueprint/types';
import { s4dDiscretise, s4dRead, s4dScan, s4dState } from '../s4d';
import { S4dConvolution } from '../s4d-convolution';
import { byRows, type Maker, type Run, rowsOf } from '../step';
import { states } from './scan';

/** How a prefill from a zero state is done where both ways are possible. From any other state only the recurrence is. */
export type S4dMode = 'auto' | 'recurrence' | 'convolution';

/**
 * Where the convolution pays. Per token and channel, one busy core: recurrence 6.2 ns a pole (200 ns for 32), convolution 145 ns for 32
 * poles at 256 tokens and 110 for 16, of which 40 are the transforms; making the kernel costs 120 ns once per plan. So it pays with 32
 * pairs of poles (the published d_state of 64) from the second prefill of a length on.
 */
const LEAST_TOKENS = 256;
const LEAST_POLES = 32;
/** Floats of transformed kernels that a layer may keep: 8 MiB of f64. */
const MOST_FLOATS = 2 ** 20;

const constants = new WeakMap<Float32Array, Map<string, Float32Array>>();

/** Ā or B̄ of S4D from its weights; made once for each log_A_real, not to be changed. */
export function s4dConstant(
  node: BlueprintNode,
  size: number,
  vector: (role: string) => Float32Array | null,
): Float32Array {
  const { part, method } = node.attrs as { part: 'A_bar' | 'B_bar'; method: 'zoh' | 'bilinear' };
  const logReal = vector('log_A_real')!;
  const made = constants.get(logReal) ?? new Map<string, Float32Array>();
  constants.set(logReal, made);
  let out = made.get(part);
  if (!out) {
    out = new Float32Array(size);
    s4dDiscretise(out, vector('log_dt')!, logReal, vector('A_imag'), part, method);
    made.set(part, out);
  }
  return out;
}

export const s4dStateStep: Maker = (w) => {
  const [aBar, bBar, x] = w.node.inputs.map((id) => w.value(id));
  const complex = w.node.attrs.complex === true;
  return states(w, (out, before, t) => s4dState(out, aBar.data, bBar.data, rowsOf(x, t, t + 1), before, complex));
};

export const s4dReadStep: Maker = (w) => {
  const h = w.value(w.node.inputs[0]);
  const readC = w.vector(w.node, 'C')!;
  const complex = w.node.attrs.complex === true;
  return byRows(w, (4 * readC.length) / w.out.width, (from, to) =>
    s4dRead(rowsOf(w.out, from, to), rowsOf(h, from, to), readC, w.out.width, complex),
  );
};

export const s4dScanStep: Maker = (w) => {
  const h = w.before(w.node, 0);
  const [aBar, bBar, x] = h.inputs.map((id) => w.value(id));
  const readC = w.vector(w.node, 'C')!;
  const complex = w.node.attrs.complex === true;
  const slot = w.slot(h.id);
  const channels = x.width;
  const poles = readC.length / channels / (complex ? 2 : 1);
  const pays = complex && w.rows >= LEAST_TOKENS && poles >= LEAST_POLES && 4 * w.rows * channels <= MOST_FLOATS;
  const allowed = w.s4d === 'convolution' || (w.s4d === 'auto' && pays);
  let made: S4dConvolution | null = null;
  let convolving = false;

  const recur = (run: Run, from: number, to: number) =>
    s4dScan(
      rowsOf(w.out, from, to),
      aBar.data,
      bBar.data,
      readC,
      rowsOf(x, from, to),
      run.state[slot],
      channels,
      complex,
    );
  /** Every channel needs all tokens, so the units, tokens elsewhere, stand for as large a share of the channels. */
  const convolve = (run: Run, from: number, to: number) => {
    made ??= new S4dConvolution({ aBar: aBar.data, bBar: bBar.data, readC, channels, complex }, w.rows);
    const share = (units: number) => Math.floor((units * channels) / w.rows);
    made.run(w.out.data, x.data, run.state[slot], share(from), share(to));
  };
  return {
    units: w.rows,
    cost: () => 8 * readC.length,
    run: (run, from, to) => {
      if (from === 0) convolving = allowed && run.state[slot].every((v) => v === 0);
      (convolving ? convolve : recur)(run, from, to);
    },
  };
};
