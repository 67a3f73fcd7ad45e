/** √Σ v² of values [from, to): the Frobenius norm of a piece of a tensor, summed in f64. */
export function normOf(values: ArrayLike<number>, from = 0, to = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
