/** Number formats of weights, with the same rounding on both backends. */
import type { WeightFormat } from './backend';
import type { Part } from './blueprint/types';

/** How a matrix of this part is kept under a model's weight format. ExpertsInt8: Jamba-1.5, arXiv:2408.12570, section 3.1. */
export function storedAs(part: Part, format: WeightFormat): 'f32' | 'f16' | 'int8' {
  if (format !== 'experts-int8') return format;
  return part === 'expert' || part === 'mlp' ? 'int8' : 'f16';
}

const buffer = new DataView(new ArrayBuffer(4));

/** Bits of the nearest f16, ties to even (IEEE 754 binary16), subnormals and infinities included. */
export function toHalf(value: number): number {
  buffer.setFloat32(0, value);
  const bits = buffer.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  const e = exponent - 112; // exponent bias 127 → 15
  if (e >= 31) return sign | 0x7c00;
  if (e <= 0) {
    if (e < -10) return sign;
    const shift = 14 - e;
    return sign | roundShift(mantissa | 0x800000, shift);
  }
  return sign | (((e << 10) | (mantissa >>> 13)) + roundBit(mantissa, 13));
}

/** Value of an f16. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** 1 if the bits shifted out round up: more than half, or half and the kept part odd. */
function roundBit(value: number, shift: number): number {
  const half = 1 << (shift - 1);
  const rest = value & ((1 << shift) - 1);
  return rest > half || (rest === half && (value >>> shift) & 1) ? 1 : 0;
}

const roundShift = (value: number, shift: number) => (value >>> shift) + roundBit(value, shift);

export interface Int8Rows {
  /** [rows, columns] in -127 … 127. */
  readonly values: Int8Array<ArrayBuffer>;
  /** One per row: the value is `values · scale`. */
  readonly scales: Float32Array<ArrayBuffer>;
}

/** Symmetric int8 with one scale per row, max|row| / 127, ties to even (ExpertsInt8: Jamba-1.5, arXiv:2408.12570, section 3.1). */
export function toInt8Rows(data: Float32Array, rows: number, columns: number): Int8Rows {
  const values = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    let most = 0;
    for (let c = 0; c < columns; c++) most = Math.max(most, Math.abs(data[r * columns + c]!));
    const scale = Math.fround(most / 127);
    scales[r] = scale;
    if (scale === 0) continue;
    for (let c = 0; c < columns; c++) {
      const q = data[r * columns + c]! / scale;
      const low = Math.floor(q);
      const up = q - low > 0.5 || (q - low === 0.5 && low % 2 !== 0);
      values[r * columns + c] = Math.max(-127, Math.min(127, low + (up ? 1 : 0)));
    }
  }
  return { values, scales };
}
