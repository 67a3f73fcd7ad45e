/**
 * Fast Fourier transform of n = 2^m complex numbers, in place, decimation in time (Cooley & Tukey 1965). Its one use is the causal
 * convolution of S4D. Two stages are done at a time where there are two (radix 4): a third fewer passes over the data.
 */
export class Fft {
  private readonly reversed: Uint32Array;
  private readonly cos: Float64Array;
  private readonly sin: Float64Array;

  constructor(readonly n: number) {
    const bits = Math.round(Math.log2(n));
    if (n < 1 || 2 ** bits !== n) throw new Error(`an FFT takes a power of two; got ${n}`);
    this.reversed = new Uint32Array(n);
    for (let i = 1; i < n; i++) this.reversed[i] = (this.reversed[i >> 1] >> 1) | (i & 1 ? n >> 1 : 0);
    this.cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n));
    this.sin = Float64Array.from({ length: n }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  }

  /** X_k = Σ_j x_j e^{-2πi jk/n}. */
  forward(re: Float64Array, im: Float64Array): void {
    const { n, reversed } = this;
    for (let i = 0; i < n; i++) {
      const j = reversed[i];
      if (j <= i) continue;
      const r = re[i];
      const m = im[i];
      re[i] = re[j];
      im[i] = im[j];
      re[j] = r;
      im[j] = m;
    }
    let size = 1;
    if (Math.round(Math.log2(n)) % 2 === 1) {
      for (let i = 0; i < n; i += 2) {
        const r = re[i + 1];
        const m = im[i + 1];
        re[i + 1] = re[i] - r;
        im[i + 1] = im[i] - m;
        re[i] += r;
        im[i] += m;
      }
      size = 2;
    }
    for (; size < n; size *= 4) this.quarters(re, im, size);
  }

  /** x_j = Σ_k X_k e^{2πi jk/n}, without the division by n. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.forward(im, re); // swapping the parts conjugates before and after
  }

  /** Joins four transforms of `size` into one, everywhere: the stages `size` and 2·size together. */
  private quarters(re: Float64Array, im: Float64Array, size: number): void {
    const { n, cos, sin } = this;
    const step = n / (4 * size);
    for (let j = 0; j < size; j++) {
      const [c1, s1] = [cos[2 * j * step], sin[2 * j * step]]; // of the inner stage
      const [c2, s2] = [cos[j * step], sin[j * step]]; // of the outer stage; its second half is turned by -i
      for (let a = j; a < n; a += 4 * size) {
        const b = a + size;
        const c = b + size;
        const d = c + size;
        const br = re[b] * c1 - im[b] * s1;
        const bi = re[b] * s1 + im[b] * c1;
        const dr = re[d] * c1 - im[d] * s1;
        const di = re[d] * s1 + im[d] * c1;
        const er = re[a] + br;
        const ei = im[a] + bi;
        const fr = re[a] - br;
        const fi = im[a] - bi;
        const gr = re[c] + dr;
        const gi = im[c] + di;
        const hr = re[c] - dr;
        const hi = im[c] - di;
        const pr = gr * c2 - gi * s2;
        const pi = gr * s2 + gi * c2;
        // (c2 + i s2) · (-i) = s2 - i c2
        const qr = hr * s2 + hi * c2;
        const qi = hi * s2 - hr * c2;
        re[a] = er + pr;
        im[a] = ei + pi;
        re[c] = er - pr;
        im[c] = ei - pi;
        re[b] = fr + qr;
        im[b] = fi + qi;
        re[d] = fr - qr;
        im[d] = fi - qi;
      }
    }
  }
}
