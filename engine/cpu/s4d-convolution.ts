/**
 * S4D as a convolution (Gu, Goel & Ré 2021, arXiv:2111.00396, section 2.4; S4D: arXiv:2206.11893, section 3): because Ā, B̄ and C are the
 * same for every token, unrolling the recurrence from a zero state gives
 *   y_t = Σ_{l=0}^{t} K_l x_{t-l}        K_l = 2 Re Σ_m C_m Ā_m^l B̄_m   (real poles: without 2 Re)
 * The sum over l is done for all t at once by FFT, O(L log L); zero padding to 2L keeps it causal. The state after the last token, from
 * which decoding goes on, is h_{L-1} = Σ_l Ā^{L-1-l} B̄ x_l.
 */
import { Fft } from './fft';

export interface S4dConstants {
  readonly aBar: Float32Array; // [C, M(, 2)]
  readonly bBar: Float32Array; // [C, M(, 2)]
  readonly readC: Float32Array; // [C, M(, 2)]
  readonly channels: number;
  readonly complex: boolean;
}

/**
 * Tokens taken together. Within a block powers of Ā come from a table, between blocks one complex product moves on: kernel and end state
 * then cost two real products per pole and token, where the recurrence needs eight.
 */
const BLOCK = 16;

/** Per channel: powers Ā^b of its poles, [M, BLOCK], and Ā^BLOCK, [M]; scratch for one channel at a time. */
class Powers {
  readonly poles: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly blockRe: Float64Array;
  readonly blockIm: Float64Array;

  constructor(private readonly constants: S4dConstants) {
    this.poles = constants.aBar.length / constants.channels / (constants.complex ? 2 : 1);
    this.re = new Float64Array(this.poles * BLOCK);
    this.im = new Float64Array(this.poles * BLOCK);
    this.blockRe = new Float64Array(this.poles);
    this.blockIm = new Float64Array(this.poles);
  }

  of(channel: number): void {
    const { aBar, complex } = this.constants;
    for (let m = 0; m < this.poles; m++) {
      const at = channel * this.poles + m;
      const ar = complex ? aBar[2 * at] : aBar[at];
      const ai = complex ? aBar[2 * at + 1] : 0;
      let r = 1;
      let i = 0;
      for (let b = m * BLOCK; b < (m + 1) * BLOCK; b++) {
        this.re[b] = r;
        this.im[b] = i;
        const next = r * ar - i * ai;
        i = r * ai + i * ar;
        r = next;
      }
      this.blockRe[m] = r;
      this.blockIm[m] = i;
    }
  }
}

/** The kernels of all channels: K_0 … K_{L-1} of channel c to out(c, K). */
export function s4dKernels(
  constants: S4dConstants,
  L: number,
  out: (channel: number, kernel: Float64Array) => void,
): void {
  const { bBar, readC, channels, complex } = constants;
  const powers = new Powers(constants);
  const { poles, re, im, blockRe, blockIm } = powers;
  const kernel = new Float64Array(Math.ceil(L / BLOCK) * BLOCK);
  // u = (2) C B̄ Ā^l at the start of a block; K_{l+b} = Σ_m Re(u_m Ā_m^b).
  const ur = new Float64Array(poles);
  const ui = new Float64Array(poles);
  for (let c = 0; c < channels; c++) {
    powers.of(c);
    for (let m = 0; m < poles; m++) {
      const at = c * poles + m;
      if (complex) {
        ur[m] = 2 * (readC[2 * at] * bBar[2 * at] - readC[2 * at + 1] * bBar[2 * at + 1]);
        ui[m] = 2 * (readC[2 * at] * bBar[2 * at + 1] + readC[2 * at + 1] * bBar[2 * at]);
      } else ur[m] = readC[at] * bBar[at];
    }
    for (let l = 0; l < kernel.length; l += BLOCK) {
      for (let b = 0; b < BLOCK; b += 4) {
        let k0 = 0;
        let k1 = 0;
        let k2 = 0;
        let k3 = 0;
        for (let m = 0, at = b; m < poles; m++, at += BLOCK) {
          const r = ur[m];
          const i = ui[m];
          k0 += r * re[at] - i * im[at];
          k1 += r * re[at + 1] - i * im[at + 1];
          k2 += r * re[at + 2] - i * im[at + 2];
          k3 += r * re[at + 3] - i * im[at + 3];
        }
        kernel[l + b] = k0;
        kernel[l + b + 1] = k1;
        kernel[l + b + 2] = k2;
        kernel[l + b + 3] = k3;
      }
      for (let m = 0; m < poles; m++) {
        const next = ur[m] * blockRe[m] - ui[m] * blockIm[m];
        ui[m] = ur[m] * blockIm[m] + ui[m] * blockRe[m];
        ur[m] = next;
      }
    }
    out(c, kernel.subarray(0, L));
  }
}

/** Convolves the channels of one layer over L tokens. Made once for a length; holds the transformed kernels. */
export class S4dConvolution {
  private readonly fft: Fft;
  /** Transforms of the kernels, [C, n/2 + 1]: a real kernel's other half is the conjugate. */
  private readonly kernelRe: Float64Array;
  private readonly kernelIm: Float64Array;
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  private readonly powers: Powers;

  constructor(
    private readonly constants: S4dConstants,
    readonly L: number,
  ) {
    const n = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * L - 1)));
    const half = n / 2 + 1;
    this.fft = new Fft(n);
    this.re = new Float64Array(n);
    this.im = new Float64Array(n);
    this.kernelRe = new Float64Array(constants.channels * half);
    this.kernelIm = new Float64Array(constants.channels * half);
    this.powers = new Powers(constants);
    s4dKernels(constants, L, (c, kernel) => {
      this.re.fill(0).set(kernel);
      this.im.fill(0);
      this.fft.forward(this.re, this.im);
      // The inverse transform does not divide by n: the kernel does.
      for (let k = 0; k < half; k++) {
        this.kernelRe[c * half + k] = this.re[k] / n;
        this.kernelIm[c * half + k] = this.im[k] / n;
      }
    });
  }

  /** y and the end state of channels [from, to): x and y [L, C], state [C, M(, 2)]. */
  run(y: Float32Array, x: Float32Array, state: Float32Array, from: number, to: number): void {
    for (let c = from; c < to; c += 2) this.pair(y, x, c, Math.min(c + 1, to - 1));
    for (let c = from; c < to; c++) this.endState(state, x, c);
  }

  /** Two real channels in one complex transform: the real part carries a, the imaginary part b (b = a if one is left over). */
  private pair(y: Float32Array, x: Float32Array, a: number, b: number): void {
    const { fft, re, im, kernelRe, kernelIm, L } = this;
    const { channels } = this.constants;
    const n = fft.n;
    const half = n / 2 + 1;
    for (let t = 0; t < L; t++) {
      re[t] = x[t * channels + a];
      im[t] = x[t * channels + b];
    }
    re.fill(0, L);
    im.fill(0, L);
    fft.forward(re, im);
    for (let k = 0; k < half; k++) {
      const j = (n - k) % n;
      // X_a = (Z_k + conj Z_j) / 2, X_b = (Z_k - conj Z_j) / 2i; then Y_k = X_a K_a + i X_b K_b, and Y_j from the conjugates.
      const xar = (re[k] + re[j]) / 2;
      const xai = (im[k] - im[j]) / 2;
      const xbr = (im[k] + im[j]) / 2;
      const xbi = (re[j] - re[k]) / 2;
      const ka = a * half + k;
      const kb = b * half + k;
      const yar = xar * kernelRe[ka] - xai * kernelIm[ka];
      const yai = xar * kernelIm[ka] + xai * kernelRe[ka];
      const ybr = xbr * kernelRe[kb] - xbi * kernelIm[kb];
      const ybi = xbr * kernelIm[kb] + xbi * kernelRe[kb];
      re[k] = yar - ybi;
      im[k] = yai + ybr;
      re[j] = yar + ybi;
      im[j] = ybr - yai;
    }
    fft.inverse(re, im);
    for (let t = 0; t < L; t++) {
      y[t * channels + a] = re[t];
      if (b !== a) y[t * channels + b] = im[t];
    }
  }

  /** h_{L-1} by Horner's rule over blocks of tokens: within a block Σ_b Ā^{BLOCK-1-b} x_b, between blocks one product by Ā^BLOCK. */
  private endState(state: Float32Array, x: Float32Array, c: number): void {
    const { L, powers } = this;
    const { bBar, channels, complex } = this.constants;
    const { poles, re, im, blockRe, blockIm } = powers;
    powers.of(c);
    // Zeros before the first token make the last block end with the last token; newest first within a block, as the powers go.
    const blocks = Math.ceil(L / BLOCK);
    const input = new Float64Array(blocks * BLOCK);
    for (let t = 0, from = blocks * BLOCK - L; t < L; t++) {
      const at = from + t;
      input[at - (at % BLOCK) + BLOCK - 1 - (at % BLOCK)] = x[t * channels + c];
    }
    for (let m = 0; m < poles; m++) {
      const pr = blockRe[m];
      const pi = blockIm[m];
      let hr = 0;
      let hi = 0;
      for (let l = 0; l < input.length; l += BLOCK) {
        let sr = 0;
        let si = 0;
        for (let b = 0, p = m * BLOCK; b < BLOCK; b++, p++) {
          const v = input[l + b];
          sr += re[p] * v;
          si += im[p] * v;
        }
        const next = hr * pr - hi * pi + sr;
        hi = hr * pi + hi * pr + si;
        hr = next;
      }
      const at = c * poles + m;
      if (complex) {
        state[2 * at] = hr * bBar[2 * at] - hi * bBar[2 * at + 1];
        state[2 * at + 1] = hr * bBar[2 * at + 1] + hi * bBar[2 * at];
      } else state[at] = hr * bBar[at];
    }
  }
}
