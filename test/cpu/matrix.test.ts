import { describe, expect, it } from 'vitest';
import { makeMatrix, matrixBytes, matrixRow, product } from '@/engine/cpu/matrix';
import { fromHalf, toHalf } from '@/engine/quantise';
import { normals } from '../random-model';
import { expectClose } from './close';

/** Values as the matrix stands for them, read row by row. */
function dense(m: ReturnType<typeof makeMatrix>): Float32Array {
  const out = new Float32Array(m.rows * m.columns);
  for (let r = 0; r < m.rows; r++) matrixRow(out, r * m.columns, m, r);
  return out;
}

function naive(
  w: Float32Array,
  rows: number,
  columns: number,
  x: Float32Array,
  bias: Float32Array | null,
): Float32Array {
  const T = x.length / columns;
  return Float32Array.from({ length: T * rows }, (_, i) => {
    const [t, r] = [Math.floor(i / rows), i % rows];
    let sum = bias ? bias[r] : 0;
    for (let c = 0; c < columns; c++) sum += w[r * columns + c] * x[t * columns + c];
    return sum;
  });
}

describe('product', () => {
  const sizes = [1, 2, 3, 4, 5, 7, 8, 11];
  it.each(['f32', 'f16', 'int8'] as const)('in %s is the sum over columns, at every size and with a bias', (format) => {
    for (const rows of sizes)
      for (const columns of sizes)
        for (const T of [1, 2, 3, 6]) {
          const m = makeMatrix(normals(rows, rows * columns), rows, columns, 'mixer', format);
          const x = normals(columns + 7, T * columns);
          for (const bias of [null, normals(3, rows)]) {
            const out = new Float32Array(T * rows).fill(Number.NaN);
            product(out, rows, m, 0, rows, x, T, bias);
            // One rounding to f32 of the result; int8 also rounds each value · scale in the row that is read back, not in the product.
            expectClose(
              out,
              naive(dense(m), rows, columns, x, bias),
              format === 'int8' ? 2e-6 : 3e-7,
              `${rows} × ${columns}, T ${T}`,
            );
          }
        }
  });

  it('does the rows it is asked for and no others, from any first row', () => {
    const [rows, columns, T] = [13, 6, 3];
    const w = normals(1, rows * columns);
    const x = normals(2, T * columns);
    const bias = normals(3, rows);
    const whole = naive(w, rows, columns, x, bias);
    const m = makeMatrix(w, rows, columns, 'mixer', 'f32');
    const pieces = new Float32Array(T * rows).fill(Number.NaN);
    product(pieces, rows, m, 2, 9, x, T, bias);
    for (let i = 0; i < pieces.length; i++) expect(Number.isNaN(pieces[i])).toBe(i % rows < 2 || i % rows >= 9);
    product(pieces, rows, m, 0, 2, x, T, bias);
    product(pieces, rows, m, 9, 13, x, T, bias);
    expectClose(pieces, whole, 3e-7);
    const shifted = new Float32Array(T * 5);
    product(shifted, 5, m, 4, 9, x, T, bias, 4);
    expectClose(
      shifted,
      whole.filter((_, i) => i % rows >= 4 && i % rows < 9),
      3e-7,
    );
  });
});

describe('formats', () => {
  const w = normals(5, 6 * 9);
  it('f16 keeps the nearest halves', () => {
    expect(dense(makeMatrix(w, 6, 9, 'head', 'f16'))).toEqual(w.map((v) => fromHalf(toHalf(v))));
  });
  it('int8 is within half a step of 1/127 of the largest of its row', () => {
    const m = makeMatrix(w, 6, 9, 'head', 'int8');
    expect(matrixBytes(m)).toBe(6 * 9 + 6 * 4);
    const values = dense(m);
    for (let r = 0; r < 6; r++) {
      const row = w.subarray(r * 9, (r + 1) * 9);
      const step = Math.max(...row.map(Math.abs)) / 127;
      row.forEach((v, c) => {
        expect(Math.abs(values[r * 9 + c] - v)).toBeLessThanOrEqual(step * 0.5001);
      });
    }
    expect(dense(makeMatrix(new Float32Array(6), 2, 3, 'head', 'int8'))).toEqual(new Float32Array(6));
  });
  it('experts-int8 quantises expert and MLP matrices only', () => {
    const kinds = (['expert', 'mlp', 'mixer', 'head', 'router'] as const).map(
      (part) => makeMatrix(w, 6, 9, part, 'experts-int8').scales !== null,
    );
    expect(kinds).toEqual([true, true, false, false, false]);
  });
});
