/** The layout of matrices on the device: rows, padding, parts, and what does not fit. */
import { describe, expect, it } from 'vitest';
import { fromHalf } from '@/engine/quantise';
import { matrixBytes, packRows, rowsPerPart, wordsPerRow } from '@/engine/webgpu/matrix';
import { numbers } from './harness';

describe('packed rows', () => {
  it('take a multiple of four words', () => {
    expect([1, 4, 5, 39].map((c) => wordsPerRow(c, 'f32'))).toEqual([4, 4, 8, 40]);
    expect([1, 8, 9, 39].map((c) => wordsPerRow(c, 'f16'))).toEqual([4, 4, 8, 20]);
    expect([1, 16, 17, 39].map((c) => wordsPerRow(c, 'int8'))).toEqual([4, 4, 8, 12]);
  });

  it('of f32 hold the values and end in zeros', () => {
    const data = numbers(10, 1);
    const floats = new Float32Array(packRows('w', data, 2, 5, 'f32').words.buffer);
    expect(Array.from(floats)).toEqual([...data.subarray(0, 5), 0, 0, 0, ...data.subarray(5), 0, 0, 0]);
  });

  it('of f16 hold two values a word, the first in the low half', () => {
    const { words, scales } = packRows('w', Float32Array.of(1, -2, 0.5), 1, 3, 'f16');
    expect(scales).toBeNull();
    expect([words[0]! & 0xffff, words[0]! >>> 16, words[1]!].map(fromHalf)).toEqual([1, -2, 0.5]);
    expect(Array.from(words.subarray(2))).toEqual([0, 0]);
  });

  it('of int8 hold four values a word, the first in the low byte, and a scale', () => {
    const { words, scales } = packRows('w', Float32Array.of(127, -127, 1, 0, 5), 1, 5, 'int8');
    expect(Array.from(scales!)).toEqual([1]);
    expect(Array.from(words)).toEqual([0x0001817f, 5, 0, 0]);
  });

  it('refuse a value that f16 cannot hold, and name it', () => {
    expect(() => packRows('up', Float32Array.of(0, 70_000), 2, 1, 'f16')).toThrow(
      /"up" holds 70000 at row 1, column 0/,
    );
    expect(() => packRows('up', Float32Array.of(0, 65_504), 2, 1, 'f16')).not.toThrow();
  });

  it('count their bytes with padding and scales', () => {
    expect(matrixBytes(3, 5, 'f32')).toBe(3 * 8 * 4);
    expect(matrixBytes(3, 5, 'int8')).toBe(3 * 5 * 4);
  });
});

describe('parts', () => {
  it('hold as many rows as one binding does', () => {
    expect(rowsPerPart('w', 768, 'f32', 2 ** 27)).toBe(43_690); // an embedding of 50,280 rows is split on core limits
    expect(rowsPerPart('w', 8, 'f32', 100)).toBe(3);
  });

  it('do not split a row: a binding that is too small is an error with both values', () => {
    expect(() => rowsPerPart('w', 9, 'f32', 32)).toThrow(/one row of "w" needs 48 bytes; this device allows 32/);
  });
});
