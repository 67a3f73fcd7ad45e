/** The number formats of safetensors, and the three that the engine reads. */
import { fromHalf } from '../quantise';

/** Bits per element of every dtype that the format defines (huggingface/safetensors, safetensors/src/tensor.rs). */
export const DTYPE_BITS: Readonly<Record<string, number>> = {
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  BOOL: 8,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E5M2FNUZ: 8,
  F8_E4M3FNUZ: 8,
  F8_E8M0: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  I64: 64,
  U64: 64,
  F64: 64,
  C64: 64,
};

export type ReadableDtype = 'F32' | 'F16' | 'BF16';

/** Whether the engine reads weights of this dtype: F32, F16 or BF16. */
export function isReadable(dtype: string): dtype is ReadableDtype {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';
}

/** Value of each of the 65,536 halves; 256 KB, made once. */
let halves: Float32Array | null = null;

function halfTable(): Float32Array {
  halves ??= Float32Array.from({ length: 65536 }, (_, bits) => fromHalf(bits));
  return halves;
}

/**
 * Converts little-endian bytes to f32 into `out` from `at` on. Returns the index (in this piece) of the first value that is NaN or
 * infinite, or -1. All three formats widen exactly: no rounding.
 */
export function widen(dtype: ReadableDtype, bytes: Uint8Array<ArrayBuffer>, out: Float32Array, at: number): number {
  let bad = -1;
  if (dtype === 'F32') {
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    out.set(values, at);
    for (let i = 0; i < values.length; i++)
      if (!Number.isFinite(values[i])) {
        bad = i;
        break;
      }
    return bad;
  }
  const raw = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  if (dtype === 'F16') {
    const table = halfTable();
    for (let i = 0; i < raw.length; i++) {
      const bits = raw[i]!;
      out[at + i] = table[bits]!;
      if ((bits & 0x7c00) === 0x7c00 && bad < 0) bad = i;
    }
    return bad;
  }
  // BF16 is the upper half of an f32.
  const words = new Uint32Array(out.buffer, out.byteOffset + 4 * at, raw.length);
  for (let i = 0; i < raw.length; i++) {
    const bits = raw[i]!;
    words[i] = bits << 16;
    if ((bits & 0x7f80) === 0x7f80 && bad < 0) bad = i;
  }
  return bad;
}
