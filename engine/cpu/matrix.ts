/**
 * Matrices as the CPU keeps them and their product, where most of a model's time goes. Sums are in f64 (JavaScript's numbers), results are
 * rounded to f32 once, where they are stored.
 *
 * What makes it quick in plain JavaScript: four rows at a time, so that four independent sums hide the latency of addition and each x is
 * read and widened once for all; two columns (one token) or two tokens (more) in a turn of the loop. Measured on Node 20, on a busy server
 * core, in million multiply-adds per second: one row with four sums 680, four rows 860, four rows × two columns 1450, four rows × two
 * tokens 1800; wider tiles spill registers and are slower. The loops see Float32Array only: int8 rows are widened into a scratch first.
 */
import type { WeightFormat } from '../backend';
import type { Part } from '../blueprint/types';
import { fromHalf, storedAs, toHalf, toInt8Rows } from '../quantise';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** f32 values, those of an f16 matrix rounded to f16; int8 if there are scales. */
  readonly values: Float32Array | Int8Array;
  /** One per row of an int8 matrix. */
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
  const kept = storedAs(part, format);
  if (kept === 'int8') return { rows, columns, ...toInt8Rows(data, rows, columns) };
  const values = kept === 'f32' ? data : data.map((v) => fromHalf(toHalf(v)));
  return { rows, columns, values, scales: null };
}

/** Bytes that a matrix takes here, its scales included. */
export const matrixBytes = (m: Matrix): number => m.values.byteLength + (m.scales?.byteLength ?? 0);

/** Copies one row to out at out0, dequantised. */
export function matrixRow(out: Float32Array, out0: number, m: Matrix, row: number): void {
  const { columns, values, scales } = m;
  const scale = scales ? scales[row] : 1;
  for (let c = 0, at = row * columns; c < columns; c++, at++) out[out0 + c] = values[at] * scale;
}

/** Widened int8 rows. Never holds anything between two calls. */
let scratch = new Float32Array(0);

/** `set` converts four times as fast as a loop (0.27 against 1.1 ns a number). */
function widen(values: Float32Array | Int8Array, from: number, to: number): Float32Array {
  if (scratch.length < to - from) scratch = new Float32Array(to - from);
  scratch.set(values.subarray(from, to));
  return scratch;
}

/**
 * out[t · stride + r] = m[r, :] · x[t, :] (+ bias[r]) for rows r of [from, to) and `T` rows of x. `stride` is the width of out; `shift` is
 * taken off r where out does not begin at row 0 (one expert of many).
 */
export function product(
  out: Float32Array,
  stride: number,
  m: Matrix,
  from: number,
  to: number,
  x: Float32Array,
  T: number,
  bias: Float32Array | null,
  shift = 0,
): void {
  const { columns: C, values, scales } = m;
  const pairs = T - (T % 2);
  for (let r = from; r < to; r += 4) {
    const count = Math.min(4, to - r);
    const w = scales ? widen(values, r * C, (r + count) * C) : (values as Float32Array);
    const at = scales ? 0 : r * C;
    const o = r - shift;
    if (count === 4) {
      for (let t = 0; t < pairs; t += 2) fourByTwo(out, t * stride + o, stride, w, at, C, x, t * C, scales, bias, r);
      if (pairs < T) fourByOne(out, pairs * stride + o, w, at, C, x, pairs * C, scales, bias, r);
    } else
      for (let i = 0; i < count; i++)
        for (let t = 0; t < T; t++) {
          const sum = dot(w, at + i * C, x, t * C, C);
          out[t * stride + o + i] = (scales ? sum * scales[r + i] : sum) + (bias ? bias[r + i] : 0);
        }
  }
}

function dot(w: Float32Array, at: number, x: Float32Array, x0: number, C: number): number {
  let sum = 0;
  for (let k = 0; k < C; k++) sum += w[at + k] * x[x0 + k];
  return sum;
}

/** Rows w[at…], w[at + C…], … times one x; results at o, o + 1, o + 2, o + 3. */
function fourByOne(
  out: Float32Array,
  o: number,
  w: Float32Array,
  at: number,
  C: number,
  x: Float32Array,
  x0: number,
  scales: Float32Array | null,
  bias: Float32Array | null,
  row: number,
): void {
  const w1 = at + C;
  const w2 = w1 + C;
  const w3 = w2 + C;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let k = 0;
  for (; k + 2 <= C; k += 2) {
    const u = x[x0 + k];
    const v = x[x0 + k + 1];
    a0 += w[at + k] * u;
    a1 += w[w1 + k] * u;
    a2 += w[w2 + k] * u;
    a3 += w[w3 + k] * u;
    a0 += w[at + k + 1] * v;
    a1 += w[w1 + k + 1] * v;
    a2 += w[w2 + k + 1] * v;
    a3 += w[w3 + k + 1] * v;
  }
  if (k < C) {
    const u = x[x0 + k];
    a0 += w[at + k] * u;
    a1 += w[w1 + k] * u;
    a2 += w[w2 + k] * u;
    a3 += w[w3 + k] * u;
  }
  store(out, o, a0, a1, a2, a3, scales, bias, row);
}

/** The same for two x; results of the second at o + stride. */
function fourByTwo(
  out: Float32Array,
  o: number,
  stride: number,
  w: Float32Array,
  at: number,
  C: number,
  x: Float32Array,
  x0: number,
  scales: Float32Array | null,
  bias: Float32Array | null,
  row: number,
): void {
  const w1 = at + C;
  const w2 = w1 + C;
  const w3 = w2 + C;
  const x1 = x0 + C;
  let a0 = 0;
  let a1 = 0;
  let a2 = 0;
  let a3 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let k = 0; k < C; k++) {
    const u = x[x0 + k];
    const v = x[x1 + k];
    const p = w[at + k];
    const q = w[w1 + k];
    const r = w[w2 + k];
    const s = w[w3 + k];
    a0 += p * u;
    a1 += q * u;
    a2 += r * u;
    a3 += s * u;
    b0 += p * v;
    b1 += q * v;
    b2 += r * v;
    b3 += s * v;
  }
  store(out, o, a0, a1, a2, a3, scales, bias, row);
  store(out, o + stride, b0, b1, b2, b3, scales, bias, row);
}

/** Four sums, scaled and biased, rounded to f32 here. */
function store(
  out: Float32Array,
  o: number,
  a: number,
  b: number,
  c: number,
  d: number,
  scales: Float32Array | null,
  bias: Float32Array | null,
  row: number,
): void {
  if (scales) {
    a *= scales[row];
    b *= scales[row + 1];
    c *= scales[row + 2];
    d *= scales[row + 3];
  }
  if (bias) {
    a += bias[row];
    b += bias[row + 1];
    c += bias[row + 2];
    d += bias[row + 3];
  }
  out[o] = a;
  out[o + 1] = b;
  out[o + 2] = c;
  out[o + 3] = d;
}
