import { describe, expect, it } from 'vitest';
import { colourTable } from '@/components/charts/colour';
import { formatTick, makeScale, roomFor, superscript } from '@/components/charts/scale';

describe('a chart scale', () => {
  it('has powers of its base as ticks on a log axis', () => {
    expect(makeScale([130, 100_000], [0, 1], { log: true }).ticks).toEqual([100, 1000, 10_000, 100_000]);
    expect(makeScale([1024, 262_144], [0, 1], { log: true, base: 2, count: 9 }).ticks[0]).toBe(1024);
  });
  it('marks 2 to 9 between the powers where these are few', () => {
    const few = makeScale([20, 500], [0, 1], { log: true, nice: false });
    expect(few.minor).toEqual([20, 30, 40, 50, 60, 70, 80, 90, 200, 300, 400, 500]);
    expect(makeScale([1, 1e12], [0, 1], { log: true }).minor).toEqual([]);
  });
  it('leaves out what a log axis cannot show', () => {
    expect(makeScale([0, -3, Number.NaN, 10, 1000], [0, 100], { log: true }).domain).toEqual([10, 1000]);
  });
  it('includes zero when asked and survives no data and equal values', () => {
    expect(makeScale([3, 9], [0, 1], { zero: true }).domain[0]).toBe(0);
    expect(makeScale([], [0, 1]).domain).toEqual([0, 1]);
    expect(makeScale([5, 5], [0, 1])(5)).toBeCloseTo(0.5);
  });
  it('finds the value of a place', () => {
    const scale = makeScale([1, 1000], [10, 310], { log: true });
    expect(scale.invert(160)).toBeCloseTo(Math.sqrt(1000), 9);
    expect(scale.invert(scale(50))).toBeCloseTo(50, 1);
  });
});

describe('ticks', () => {
  it('are written as powers on log axes, 1 and the base plain', () => {
    const ten = makeScale([0.01, 1e4], [0, 1], { log: true });
    expect(ten.ticks.map((v) => formatTick(v, ten, 'en'))).toEqual(['10⁻²', '10⁻¹', '1', '10', '10²', '10³', '10⁴']);
    const two = makeScale([256, 4096], [0, 1], { log: true, base: 2 });
    expect(two.ticks.map((v) => formatTick(v, two, 'en'))).toEqual(['2⁸', '2⁹', '2¹⁰', '2¹¹', '2¹²']);
    expect(superscript(-120)).toBe('⁻¹²⁰');
  });
  it('of one linear axis have the same number of decimals', () => {
    const scale = makeScale([0.676, 0.684], [0, 1]);
    expect(scale.ticks.map((v) => formatTick(v, scale, 'en'))).toEqual(['0.676', '0.678', '0.680', '0.682', '0.684']);
    const signed = makeScale([-1, 1], [0, 1]);
    expect(signed.ticks.map((v) => formatTick(v, signed, 'en'))).toEqual(['−1.0', '−0.5', '0', '0.5', '1.0']);
    const whole = makeScale([0, 400], [0, 1]);
    expect(whole.ticks.map((v) => formatTick(v, whole, 'en'))).toEqual(['0', '100', '200', '300', '400']);
  });
  it('are given room by the longest', () => {
    expect(roomFor(['1', '100000'])).toBeGreaterThan(roomFor(['1', '10']));
  });
});

describe('the scales of colour', () => {
  /** CIE L* of an sRGB colour. */
  const lightness = ([r, g, b]: number[]) => {
    const linear = (v: number) => (v <= 10.3 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    const y = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (y * 24389) / 27;
  };
  const lights = (kind: 'magnitude' | 'probability', scheme: 'light' | 'dark') => {
    const table = colourTable(kind, scheme);
    return Array.from({ length: 256 }, (_, i) => lightness([...table.slice(4 * i, 4 * i + 3)]));
  };
  it.each([
    ['magnitude', 'light', -1],
    ['magnitude', 'dark', 1],
    ['probability', 'light', -1],
    ['probability', 'dark', 1],
  ] as const)(
    '%s, %s: go from the page one way, without turning back, over most of the range of lightness',
    (kind, scheme, way) => {
      const l = lights(kind, scheme);
      // Bytes are rounded: half a step of one channel is up to 0.3 of L*.
      for (let i = 1; i < 256; i++) expect(way * (l[i] - l[i - 1])).toBeGreaterThan(-0.3);
      expect(way * (l[255] - l[0])).toBeGreaterThan(70);
      // Even to the eye: no eighth of the scale has less than a third, or more than twice, of its share.
      for (let i = 0; i < 8; i++) {
        const share = (l[Math.min(255, 32 * i + 32)] - l[32 * i]) / (l[255] - l[0]);
        expect(share, `eighth ${i}`).toBeGreaterThan(1 / 24);
        expect(share, `eighth ${i}`).toBeLessThan(2 / 8);
      }
    },
  );
});

it('counts bytes in round numbers of binary units', () => {
  const scale = makeScale([0, 200 * 1024], [0, 100], { zero: true, binary: true });
  expect(scale.ticks.map((v) => v / 1024)).toEqual([0, 50, 100, 150, 200]);
  expect(scale(200 * 1024)).toBeCloseTo(100, 9);
  expect(scale.invert(50)).toBeCloseTo(100 * 1024, 6);
});
