import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBits,
  formatBytes,
  formatCount,
  formatFixed,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatSi,
  formatTabular,
  formatWhole,
} from '@/components/charts/format';

describe('numbers on the site', () => {
  it.each([
    [0, '0'],
    [0.1234, '0.123'],
    [-2.5, '−2.5'],
    [123.4, '123'],
    [1234.5, '1235'],
    [999.7, '1000'],
    [0.000123, '1.23e−4'],
    [12_345_678, '1.23e7'],
    [Number.NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('%d is %s', (value, text) => {
    expect(formatNumber(value, 'en')).toBe(text);
    expect(formatNumber(value, 'es')).toBe(text);
  });

  it('keep their zeros where they stand in a column', () => {
    expect([3.1, 2.034, -0.5].map((v) => formatFixed(v, 2))).toEqual(['3.10', '2.03', '−0.50']);
  });

  it('have a comma or a narrow space between thousands from five digits up', () => {
    expect([formatWhole(4096, 'en'), formatWhole(4096, 'es')]).toEqual(['4096', '4096']);
    expect([formatWhole(131072, 'en'), formatWhole(131072, 'es')]).toEqual(['131,072', '131\u202F072']);
    expect(formatWhole(-1234567, 'en')).toBe('−1,234,567');
  });

  it('say large counts as each language does', () => {
    expect([formatCount(1_752_832, 'en'), formatCount(1_752_832, 'es')]).toEqual(['1.75 M', '1.75 M']);
    expect([formatCount(51.57e9, 'en'), formatCount(51.57e9, 'es')]).toEqual(['51.6 B', '51.6 mil M']);
    expect([formatCount(24_000, 'en'), formatCount(24_000, 'es')]).toEqual(['24 k', '24 mil']);
    expect(formatCount(9999, 'es')).toBe('9999');
  });

  it('take the prefixes of the SI, three digits', () => {
    expect([1.5e10, 999.9, 2.5e-4, 0, 989e12, 1e22].map((v) => formatSi(v, 'F'))).toEqual([
      '15 GF',
      '1 kF',
      '250 µF',
      '0 F',
      '989 TF',
      '10000 EF',
    ]);
  });

  it('say times as people wait for them', () => {
    expect([2e-4, 0.0123, 1.5, 100, 300, 5400, 86_400].map(formatSeconds)).toEqual([
      '200 µs',
      '12.3 ms',
      '1.5 s',
      '100 s',
      '5 min',
      '1.5 h',
      '24 h',
    ]);
  });

  it('count memory in binary units', () => {
    expect(formatBytes(16384, 'en')).toBe('16 KiB');
    expect(formatBytes(1000, 'en')).toBe('1000 B');
    expect(formatBytes(15.1 * 2 ** 20, 'es')).toBe('15.1 MiB');
  });

  it('write shares in percent, and never a false zero', () => {
    expect(formatPercent(0.1234)).toBe('12 %');
    expect(formatPercent(0.0123)).toBe('1.2 %');
    expect(formatPercent(0.00001)).toBe('< 0.1 %');
    expect(formatPercent(1)).toBe('100 %');
  });

  it('of a column keep their zeros', () => {
    expect([4.1, 6.12, 21, 766.4, 0.0451, -0.2].map((v) => formatTabular(v, 'en'))).toEqual([
      '4.10',
      '6.12',
      '21.0',
      '766',
      '0.0451',
      '−0.200',
    ]);
    expect([0.2, 0.487, 12, 99.7, 1234].map((v) => formatTabular(v, 'en', 2))).toEqual([
      '0.20',
      '0.49',
      '12',
      '100',
      '1234',
    ]);
    expect([0, 0.00001, Number.NaN].map((v) => formatTabular(v, 'en'))).toEqual(['0', '1e−5', 'NaN']);
  });

  it('of surprise have two decimals', () => {
    expect([0, 0.000381, 0.005, 2.5, 12.345].map(formatBits)).toEqual(['0.00', '< 0.01', '0.01', '2.50', '12.35']);
    expect(formatBits(Infinity)).toBe('∞');
  });

  it('keep three significant digits of any number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -9e5, max: 9e5 }), (value) => {
        const read = Number(formatNumber(value, 'es').replaceAll('−', '-').replaceAll('\u202F', ''));
        expect(Math.abs(read - value)).toBeLessThanOrEqual(0.0051 * Math.abs(value));
      }),
    );
  });
});
