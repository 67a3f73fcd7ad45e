/** A tensor as a small picture: which rows and columns stand for it, and which colour scale its values ask for. */
import type { ScaleKind } from './colour';
import type { HeatmapData } from './heatmap-pixels';

/** Signed where there are negative values, a magnitude elsewhere. */
export function kindOf(values: ArrayLike<number>): ScaleKind {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return 'signed';
  return 'magnitude';
}

/**
 * One token of a tensor as a matrix. [T, D] → one row of D, folded into rows when it is wider than `fold`; [T, C, N] → C × N; [T, H, P, N] →
 * (H·P) × N; complex cells [T, C, M, 2] keep their pairs side by side.
 */
export function tokenPicture(shape: readonly number[], values: Float32Array, token: number, fold = 64): HeatmapData {
  const size = values.length / shape[0];
  const one = values.subarray(token * size, (token + 1) * size);
  if (shape.length <= 2) return foldRow(one, fold);
  const cols = shape.at(-1) === 2 && shape.length === 4 ? shape[2] * 2 : shape.at(-1)!;
  return { rows: size / cols, cols, values: one };
}

/** A vector as rows of at most `fold`, as equal as can be; the last row is filled up with NaN, which is drawn as nothing. */
export function foldRow(values: Float32Array, fold: number): HeatmapData {
  const rows = Math.ceil(values.length / fold);
  const cols = Math.ceil(values.length / rows);
  if (rows * cols === values.length) return { rows, cols, values };
  const filled = new Float32Array(rows * cols).fill(Number.NaN);
  filled.set(values);
  return { rows, cols, values: filled };
}

/** Points of a sparkline in a box, as an SVG path: one per pixel column at most, the one of largest magnitude where several share it. */
export function sparkPath(
  values: ArrayLike<number>,
  width: number,
  height: number,
  domain: readonly [number, number],
): string {
  const [low, high] = domain;
  const place = (v: number) => height - 1 - ((v - low) / (high - low || 1)) * (height - 2);
  const columns = Math.min(values.length, Math.floor(width));
  let path = '';
  let pen = 'M';
  for (let c = 0; c < columns; c++) {
    const from = Math.floor((c * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((c + 1) * values.length) / columns));
    let v = values[from];
    for (let i = from; i < to; i++) if (Math.abs(values[i]) > Math.abs(v)) v = values[i];
    if (!Number.isFinite(v)) {
      pen = 'M';
      continue;
    }
    const x = columns === 1 ? width / 2 : (c * width) / (columns - 1);
    path += `${pen}${round(x)} ${round(place(v))}`;
    pen = 'L';
  }
  return path;
}

const round = (v: number) => Math.round(v * 10) / 10;
