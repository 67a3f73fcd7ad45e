/** Matrices as plainly as they can be written: the values that a format keeps, and products in f64. */
import { fromHalf, toHalf, toInt8Rows } from '@/engine/quantise';
import type { MatrixFormat } from '@/engine/webgpu/matrix';

/** What is left of [rows, columns] values once they were kept in this format. */
export function kept(data: Float32Array, rows: number, columns: number, format: MatrixFormat): Float32Array {
  if (format === 'f32') return data;
  if (format === 'f16') return data.map((v) => fromHalf(toHalf(v)));
  const { values, scales } = toInt8Rows(data, rows, columns);
  return Float32Array.from(values, (v, i) => v * scales[Math.floor(i / columns)]);
}

/** x [T, columns] · weightᵀ [columns, rows] (+ bias) (+ added), one rounding per output. */
export function plainProduct(
  weight: Float32Array,
  x: Float32Array,
  rows: number,
  columns: number,
  bias: Float32Array | null,
  added: Float32Array | null,
): Float32Array {
  return Float32Array.from({ length: (x.length / columns) * rows }, (_, i) => {
    const [t, r] = [Math.floor(i / rows), i % rows];
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += weight[r * columns + c] * x[t * columns + c];
    return sum + (bias?.[r] ?? 0) + (added?.[i] ?? 0);
  });
}
