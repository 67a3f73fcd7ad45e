/** One state number that keeps a share a of itself each step and takes in what arrives: h_t = a h_{t-1} + x_t. The smallest SSM. */

/** States after each step, from an empty start. */
export function leak(a: number, x: readonly number[]): number[] {
  let h = 0;
  return x.map((value) => {
    h = a * h + value;
    return h;
  });
}

/** Steps until half is left: ln ½ / ln |a|; 0 for a = 0, Infinity for |a| = 1, negative (doubling time) beyond. */
export function halfLife(a: number): number {
  const size = Math.abs(a);
  if (size === 0) return 0;
  return size === 1 ? Number.POSITIVE_INFINITY : Math.LN2 / -Math.log(size);
}
