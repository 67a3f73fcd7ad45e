/**
 * Matrices on the device: the layout that every kernel reading one relies on (linear, embedding, moe).
 *
 * A matrix is bound as `array<vec4u>`. A row takes `wordsPerRow` words, a multiple of 4, the last ones filled with zeros: one f32, two f16 or
 * four int8 to a word, lowest bits first. The kernel's text is `withMatrix(source)`, which gives it `override FORMAT` (0, 1, 2: the logarithm
 * of the values in a word) and the function `four`: columns 4g … 4g+3 of row r are
 *
 *   four(matrix[r * quads + (g >> FORMAT)], g & ((1u << FORMAT) - 1))      with quads = wordsPerRow / 4.
 *
 * int8 rows have one f32 scale each in a binding of their own; for other formats the matrix itself is bound there and not read. The zeros at
 * the end of a row meet whatever lies beyond the vector that is multiplied: read that as 0, for 0 · NaN is NaN.
 *
 * A matrix larger than one binding is split by rows into parts, one dispatch each.
 */
import matrixSource from '../../shaders/matrix.wgsl';
import { EngineError } from '../errors';
import { toHalf, toInt8Rows } from '../quantise';
import type { Buffers } from './buffers';

export type MatrixFormat = 'f32' | 'f16' | 'int8';
/** Value of `override FORMAT`; also the binary logarithm of the values in a word. */
export const FORMAT: Readonly<Record<MatrixFormat, number>> = { f32: 0, f16: 1, int8: 2 };

/** A kernel's text with the functions of matrix.wgsl after it, so that the compiler's line numbers stay those of the kernel. */
export const withMatrix = (source: string): string => `${source}\n${matrixSource}`;

/** A consecutive range of rows of a matrix in a buffer of its own: matrices larger than one binding have several. */
export interface MatrixPart {
  readonly buffer: GPUBuffer;
  /** int8: one f32 scale per row of this part; for other formats the matrix itself, so that the binding has something to hold. */
  readonly scales: GPUBuffer;
  readonly startRow: number;
  readonly rows: number;
}

/** A weight that is read row by row, in the format chosen at load time. */
export interface GpuMatrix {
  readonly format: MatrixFormat;
  /** Product of the axes before the last: [O, I] → O; experts [E, O, I] → E·O. */
  readonly rows: number;
  readonly columns: number;
  readonly wordsPerRow: number;
  readonly parts: readonly MatrixPart[];
}

/** 32-bit words of one row, padding included. */
export const wordsPerRow = (columns: number, format: MatrixFormat): number =>
  4 * Math.ceil(columns / (4 << FORMAT[format]));

/** Bytes of a matrix on the device, scales included. */
export const matrixBytes = (rows: number, columns: number, format: MatrixFormat): number =>
  4 * rows * (wordsPerRow(columns, format) + (format === 'int8' ? 1 : 0));

/** Rows that fit one binding. Errors: too-large with both values if not even one does. */
export function rowsPerPart(label: string, columns: number, format: MatrixFormat, limit: number): number {
  const bytes = 4 * wordsPerRow(columns, format);
  if (bytes > limit)
    throw new EngineError(
      'too-large',
      `one row of "${label}" needs ${bytes} bytes; this device allows ${limit} in one binding`,
      'Use the CPU.',
      { what: label, found: bytes, limit },
    );
  return Math.floor(limit / bytes);
}

export interface PackedRows {
  readonly words: Uint32Array<ArrayBuffer>;
  /** int8 only. */
  readonly scales: Float32Array<ArrayBuffer> | null;
}

/** `data` [rows, columns] in the layout above. Errors: bad-weights for a value that f16 cannot hold. */
export function packRows(
  label: string,
  data: Float32Array,
  rows: number,
  columns: number,
  format: MatrixFormat,
): PackedRows {
  const width = wordsPerRow(columns, format);
  const words = new Uint32Array(rows * width);
  if (format === 'f32') {
    const floats = new Float32Array(words.buffer);
    for (let r = 0; r < rows; r++) floats.set(data.subarray(r * columns, (r + 1) * columns), r * width);
    return { words, scales: null };
  }
  if (format === 'f16') {
    const halves = new Uint16Array(words.buffer);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        const half = toHalf(data[r * columns + c]!);
        if ((half & 0x7c00) === 0x7c00)
          throw new EngineError(
            'bad-weights',
            `"${label}" holds ${data[r * columns + c]} at row ${r}, column ${c}; f16 ends at 65504`,
            'Load it in f32.',
            { tensor: label },
          );
        halves[2 * r * width + c] = half;
      }
    return { words, scales: null };
  }
  const { values, scales } = toInt8Rows(data, rows, columns);
  const bytes = new Int8Array(words.buffer);
  for (let r = 0; r < rows; r++) bytes.set(values.subarray(r * columns, (r + 1) * columns), 4 * r * width);
  return { words, scales };
}

/** Packs and uploads a matrix part by part; `limit` bytes a binding. */
export function uploadMatrix(
  buffers: Buffers,
  label: string,
  data: Float32Array,
  rows: number,
  columns: number,
  format: MatrixFormat,
  limit: number,
): GpuMatrix {
  const most = rowsPerPart(label, columns, format, limit);
  const parts: MatrixPart[] = [];
  for (let startRow = 0; startRow < rows; startRow += most) {
    const count = Math.min(most, rows - startRow);
    const slice = data.subarray(startRow * columns, (startRow + count) * columns);
    const { words, scales } = packRows(label, slice, count, columns, format);
    const buffer = buffers.storage(label, words.byteLength, words);
    parts.push({
      buffer,
      scales: scales ? buffers.storage(`${label} scales`, scales.byteLength, scales) : buffer,
      startRow,
      rows: count,
    });
  }
  return { format, rows, columns, wordsPerRow: wordsPerRow(columns, format), parts };
}
