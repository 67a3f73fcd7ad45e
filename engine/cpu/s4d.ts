/**
 * S4D: a diagonal linear time-invariant SSM per channel (Gu et al. 2022, arXiv:2206.11893; state-spaces/s4 models/s4/s4d.py).
 *   h_t = Ā h_{t-1} + B̄ x_t        y_t = 2 Re Σ_m C_m h_tm (complex poles, one of each conjugate pair) or Σ_n C_n h_tn (real poles)
 * Complex numbers are pairs (re, im) on the last axis. M poles a channel.
 */

/** Ā or B̄ (B = 1): log_dt [C], log_A_real [C, M], A_imag [C, M] or null → [C, M, 2] or [C, M]. A = -exp(log_A_real) + i·A_imag. */
export function s4dDiscretise(
  out: Float32Array,
  logDt: Float32Array,
  logReal: Float32Array,
  imag: Float32Array | null,
  part: 'A_bar' | 'B_bar',
  method: 'zoh' | 'bilinear',
): void {
  const M = logReal.length / logDt.length;
  for (let i = 0; i < logReal.length; i++) {
    const dt = Math.exp(logDt[Math.floor(i / M)]);
    const re = -Math.exp(logReal[i]);
    const im = imag ? imag[i] : 0;
    const [r, j] = method === 'zoh' ? zoh(dt, re, im, part) : bilinear(dt, re, im, part);
    if (imag) {
      out[2 * i] = r;
      out[2 * i + 1] = j;
    } else out[i] = r;
  }
}

/** Zero-order hold: Ā = e^{ΔA}, B̄ = (e^{ΔA} - 1) / A, with e^z - 1 computed without cancellation. */
function zoh(dt: number, re: number, im: number, part: string): [number, number] {
  const [x, y] = [dt * re, dt * im];
  if (part === 'A_bar') return [Math.exp(x) * Math.cos(y), Math.exp(x) * Math.sin(y)];
  // e^{x+iy} - 1 = expm1(x) cos y + (cos y - 1) + i e^x sin y, and cos y - 1 = -2 sin²(y/2).
  const er = Math.expm1(x) * Math.cos(y) - 2 * Math.sin(y / 2) ** 2;
  return divide(er, Math.exp(x) * Math.sin(y), re, im);
}

/** Bilinear (Tustin): Ā = (1 + ΔA/2) / (1 - ΔA/2), B̄ = Δ / (1 - ΔA/2). */
function bilinear(dt: number, re: number, im: number, part: string): [number, number] {
  const [x, y] = [(dt * re) / 2, (dt * im) / 2];
  return part === 'A_bar' ? divide(1 + x, y, 1 - x, -y) : divide(dt, 0, 1 - x, -y);
}

function divide(a: number, b: number, c: number, d: number): [number, number] {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
}

/** Recurrence and reading together: x [T, C] → y [T, C]; `state` [C, M(, 2)] is read and written in place. */
export function s4dScan(
  y: Float32Array,
  aBar: Float32Array, // [C, M(, 2)]
  bBar: Float32Array, // [C, M(, 2)]
  readC: Float32Array, // [C, M(, 2)]
  x: Float32Array,
  state: Float32Array,
  channels: number,
  complex: boolean,
): void {
  const cells = state.length / channels; // numbers of state per channel
  for (let at = 0; at < x.length; at += channels)
    for (let c = 0, s = 0; c < channels; c++) {
      const input = x[at + c];
      const end = s + cells;
      let sum = 0;
      if (complex)
        for (; s < end; s += 2) {
          const re = aBar[s] * state[s] - aBar[s + 1] * state[s + 1] + bBar[s] * input;
          const im = aBar[s] * state[s + 1] + aBar[s + 1] * state[s] + bBar[s + 1] * input;
          state[s] = re;
          state[s + 1] = im;
          sum += 2 * (readC[s] * re - readC[s + 1] * im);
        }
      else
        for (; s < end; s++) {
          const v = aBar[s] * state[s] + bBar[s] * input;
          state[s] = v;
          sum += readC[s] * v;
        }
      y[at + c] = sum;
    }
}

/** h of one token from the h before it, [C, M(, 2)]; x [C]. */
export function s4dState(
  out: Float32Array,
  aBar: Float32Array,
  bBar: Float32Array,
  x: Float32Array,
  before: Float32Array,
  complex: boolean,
): void {
  const cells = out.length / x.length;
  const step = complex ? 2 : 1;
  for (let s = 0; s < out.length; s += step) {
    const input = x[Math.floor(s / cells)];
    if (complex) {
      out[s] = aBar[s] * before[s] - aBar[s + 1] * before[s + 1] + bBar[s] * input;
      out[s + 1] = aBar[s] * before[s + 1] + aBar[s + 1] * before[s] + bBar[s + 1] * input;
    } else out[s] = aBar[s] * before[s] + bBar[s] * input;
  }
}

/** y from materialised states: h [T, C, M(, 2)] → [T, C]. */
export function s4dRead(
  y: Float32Array,
  h: Float32Array,
  readC: Float32Array,
  channels: number,
  complex: boolean,
): void {
  const cells = readC.length / channels;
  for (let i = 0; i < y.length; i++) {
    const c = (i % channels) * cells;
    let sum = 0;
    if (complex)
      for (let s = 0; s < cells; s += 2)
        sum += 2 * (readC[c + s] * h[i * cells + s] - readC[c + s + 1] * h[i * cells + s + 1]);
    else for (let s = 0; s < cells; s++) sum += readC[c + s] * h[i * cells + s];
    y[i] = sum;
  }
}
