/** Rounding a matrix of weights to few bits, with one scale for each row or one for all: ExpertsInt8 by hand (vLLM: largest / 127). */

export type ScalePer = 'row' | 'matrix';

export interface Rounded {
  readonly values: Float32Array;
  /** Value of one integer step, for each row. */
  readonly scales: Float32Array;
}

/** Largest integer of a signed format without its lowest value: 127 for 8 bits, 1 for 2. */
export const steps = (bits: number): number => 2 ** (bits - 1) - 1;

/** [rows, columns] rounded to the nearest of -steps … steps times its scale; a row of zeros stays so. */
export function roundTo(data: ArrayLike<number>, rows: number, bits: number, per: ScalePer): Rounded {
  const columns = data.length / rows;
  const largest = (from: number, to: number) => {
    let most = 0;
    for (let i = from; i < to; i++) most = Math.max(most, Math.abs(data[i]!));
    return most;
  };
  const all = per === 'matrix' ? largest(0, data.length) : 0;
  const values = new Float32Array(data.length);
  const scales = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    const scale = (per === 'matrix' ? all : largest(r * columns, (r + 1) * columns)) / steps(bits);
    scales[r] = scale;
    if (scale === 0) continue;
    for (let i = r * columns; i < (r + 1) * columns; i++) values[i] = Math.round(data[i]! / scale) * scale;
  }
  return { values, scales };
}

/** Root mean square of what rounding changed, over that of the weights. */
export function relativeError(data: ArrayLike<number>, rounded: ArrayLike<number>): number {
  let [change, size] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    change += (data[i]! - rounded[i]!) ** 2;
    size += data[i]! ** 2;
  }
  return Math.sqrt(change / size);
}
