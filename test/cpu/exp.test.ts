import { describe, expect, it } from 'vitest';
import { exp } from '@/engine/cpu/exp';

describe('exp', () => {
  it('is within 2e-12 of Math.exp over the range of normal numbers', () => {
    let worst = 0;
    for (let i = 0; i <= 200_000; i++) {
      const x = -707.9 + (i * 1416.8) / 200_000;
      worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1));
    }
    expect(worst).toBeLessThan(2e-12);
  });
  it('keeps 0, infinities, NaN, subnormals and overflow', () => {
    for (const x of [0, -0, -720, -745, -800, 709.5, 710, -Infinity, Infinity]) expect(exp(x)).toBe(Math.exp(x));
    expect(exp(Number.NaN)).toBeNaN();
  });
});
