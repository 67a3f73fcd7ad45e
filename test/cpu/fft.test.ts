import { describe, expect, it } from 'vitest';
import { Fft } from '@/engine/cpu/fft';
import { normals } from '../random-model';
import { expectClose } from './close';

describe('FFT', () => {
  it.each([1, 2, 4, 8, 32, 64])('of %i numbers is the sum of its definition, and comes back', (n) => {
    const [re, im] = [Float64Array.from(normals(1, n)), Float64Array.from(normals(2, n))];
    const [a, b] = [re.slice(), im.slice()];
    new Fft(n).forward(a, b);
    for (let k = 0; k < n; k++) {
      let [r, i] = [0, 0];
      for (let j = 0; j < n; j++) {
        const angle = (-2 * Math.PI * ((j * k) % n)) / n;
        r += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
        i += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
      }
      expect(Math.hypot(r - a[k], i - b[k])).toBeLessThan(1e-12);
    }
    new Fft(n).inverse(a, b);
    expectClose(
      a.map((v) => v / n),
      re,
      1e-13,
    );
    expectClose(
      b.map((v) => v / n),
      im,
      1e-13,
    );
  });
  it('refuses a length that is no power of two', () => {
    expect(() => new Fft(12)).toThrow('an FFT takes a power of two; got 12');
  });
});
