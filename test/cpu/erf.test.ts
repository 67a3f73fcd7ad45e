import { describe, expect, it } from 'vitest';
import { erf, erfExact } from '@/engine/cpu/erf';

describe('erf', () => {
  it('agrees with tabled values (Abramowitz & Stegun, table 7.1)', () => {
    const table = [
      [0, 0],
      [0.5, 0.5204998778],
      [1, 0.8427007929],
      [1.5, 0.9661051465],
      [2, 0.995322265],
      [3, 0.9999779095],
    ];
    for (const [x, y] of table) for (const f of [erf, erfExact]) expect(f(x)).toBeCloseTo(y, 9);
  });
  it('is within 2e-11 of the series and odd, with its limits', () => {
    let worst = 0;
    for (let x = -6.5; x < 6.5; x += 0.00137)
      worst = Math.max(worst, Math.abs(erf(x) - erfExact(x)), Math.abs(erf(-x) + erf(x)));
    expect(worst).toBeLessThan(2e-11);
    expect([erf(Infinity), erf(-Infinity), erf(Number.NaN)]).toEqual([1, -1, Number.NaN]);
  });
});
