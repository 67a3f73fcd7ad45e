/**
 * Singular values by one-sided Jacobi (Hestenes 1958; Golub & Van Loan, Matrix Computations, section 8.6.3): columns are rotated in pairs
 * until all are orthogonal; their lengths are the singular values. Slow for large matrices, but small values come out with small error,
 * and it is the small ones that tell a rank.
 */

/** Singular values, largest first, of `matrix` [rows, cols], row-major; min(rows, cols) of them. */
export function singularValues(matrix: ArrayLike<number>, rows: number, cols: number): Float64Array {
  // Work on the transpose of a wide matrix: fewer columns to pair.
  const [m, n] = rows >= cols ? [rows, cols] : [cols, rows];
  const columns = Array.from({ length: n }, (_, c) => {
    const column = new Float64Array(m);
    for (let r = 0; r < m; r++) column[r] = rows >= cols ? matrix[r * cols + c] : matrix[c * cols + r];
    return column;
  });
  // 30 sweeps are three times what quadratic convergence needs for n = 256.
  for (let sweep = 0; sweep < 30; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) if (rotate(columns[p], columns[q])) turned = true;
    if (!turned) break;
  }
  return Float64Array.from(columns, norm).sort().reverse();
}

/** Makes two columns orthogonal; false if they already are, to f64 rounding. */
function rotate(x: Float64Array, y: Float64Array): boolean {
  let [xx, yy, xy] = [0, 0, 0];
  for (let r = 0; r < x.length; r++) {
    xx += x[r] * x[r];
    yy += y[r] * y[r];
    xy += x[r] * y[r];
  }
  if (xy === 0 || Math.abs(xy) <= 1e-15 * Math.sqrt(xx * yy)) return false;
  const zeta = (yy - xx) / (2 * xy);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (let r = 0; r < x.length; r++) {
    const [a, b] = [x[r], y[r]];
    x[r] = c * a - s * b;
    y[r] = s * a + c * b;
  }
  return true;
}

function norm(column: Float64Array): number {
  let sum = 0;
  for (const v of column) sum += v * v;
  return Math.sqrt(sum);
}
