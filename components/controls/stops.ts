/** Lists of values for a slider that stands only at some. */

/** Index of the stop nearest to a value; the first of two that are as near. */
export function nearestStop(stops: readonly number[], value: number): number {
  let nearest = 0;
  for (const [i, stop] of stops.entries()) if (Math.abs(stop - value) < Math.abs(stops[nearest]! - value)) nearest = i;
  return nearest;
}

/** `least` and its doubles up to `most`: 1, 2, 4, … */
export function powersOfTwo(least: number, most: number): number[] {
  const stops: number[] = [];
  for (let stop = least; stop <= most; stop *= 2) stops.push(stop);
  return stops;
}
