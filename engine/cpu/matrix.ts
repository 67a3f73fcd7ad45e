/**
 * Matrices as the CPU keeps them and their products. Sums are in f64 (JavaScript's numbers), results are rounded to f32 where they are stored.
 * A dot product runs in four independent sums so that the processor does not wait for the last addition.
 */
import type { WeightFormat } from '../backend';
import type { Part } from '../blueprint/types';
import { fromHalf, toHalf, toInt8Rows } from '../quantise';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** f32 values, those of an f16 matrix rounded to f16; or int8 with one scale per row. */
  readonly values: Float32Array | Int8Array;
  readonly scales: Float32Array | null;
}

/** Keeps a matrix of [rows, columns] in the format that `format` means for weights of this part. */
export function makeMatrix(
  data: Float32Array,
  rows: number,
  columns: number,
  part: Part,
  format: WeightFormat,
): Matrix {
  const expert = part === 'expert' || part === 'mlp';
  if (format === 'int8' || (format === 'experts-int8' && expert))
    return { rows, columns, ...toInt8Rows(data, rows, columns) };
  const values = format === 'f32' ? data : data.map((v) => fromHalf(toHalf(v)));
  return { rows, columns, values, scales: null };
}

export const matrixBytes = (m: Matrix): number => m.values.byteLength + (m.scales?.byteLength ?? 0);

/** out[r] = Σ_c m[row0 + r, c] · x[x0 + c] (+ bias[row0 + r]) for `count` rows; out starts at out0. */
export function matVec(
  out: Float32Array,
  out0: number,
  m: Matrix,
  row0: number,
  count: number,
  x: Float32Array,
  x0: number,
  bias: Float32Array | null,
): void {
  const { columns, values, scales } = m;
  const tail = columns & 3;
  const body = columns - tail;
  for (let r = 0; r < count; r++) {
    let w = (row0 + r) * columns;
    let xi = x0;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (const end = w + body; w < end; w += 4, xi += 4) {
      a += values[w] * x[xi];
      b += values[w + 1] * x[xi + 1];
      c += values[w + 2] * x[xi + 2];
      d += values[w + 3] * x[xi + 3];
    }
    for (let k = 0; k < tail; k++) a += values[w + k] * x[xi + k];
    const sum = a + b + (c + d);
    out[out0 + r] = (scales ? sum * scales[row0 + r] : sum) + (bias ? bias[row0 + r] : 0);
  }
}

/** Copies one row to out at out0, dequantised. */
export function matrixRow(out: Float32Array, out0: number, m: Matrix, row: number): void {
  const { columns, values } = m;
  const scale = m.scales ? m.scales[row] : 1;
  for (let c = 0; c < columns; c++) out[out0 + c] = values[row * columns + c] * scale;
}

/**
 * out[t, r] = m[r, :] · x[t, :] (+ bias[r]) for rows r of [from, to) and all T rows of x; out is [T, rows]. Four tokens share each weight
 * that is read, which is what makes a prefill faster per token than decoding.
 */
export function product(
  out: Float32Array,
  m: Matrix,
  x: Float32Array,
  T: number,
  bias: Float32Array | null,
  from: number,
  to: number,
): void {
  const { rows, columns, values, scales } = m;
  let t = 0;
  for (; t + 4 <= T; t += 4) {
    const x0 = t * columns;
    const x1 = x0 + columns;
    const x2 = x1 + columns;
    const x3 = x2 + columns;
    for (let r = from; r < to; r++) {
      const w = r * columns;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < columns; i++) {
        const v = values[w + i];
        a += v * x[x0 + i];
        b += v * x[x1 + i];
        c += v * x[x2 + i];
        d += v * x[x3 + i];
      }
      const scale = scales ? scales[r] : 1;
      const add = bias ? bias[r] : 0;
      const o = t * rows + r;
      out[o] = a * scale + add;
      out[o + rows] = b * scale + add;
      out[o + 2 * rows] = c * scale + add;
      out[o + 3 * rows] = d * scale + add;
    }
  }
  for (; t < T; t++) matVec(out, t * rows + from, m, from, to - from, x, t * columns, bias);
}
