/** Points of a scatter plot: which lies under the pointer, which lie on one another. */

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Index into the groups: what kind of token it is. */
  readonly group?: number;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

/** Index of the nearest point within `reach` pixels, or null; points outside the plot (not finite) are never near. */
export function nearestPoint(points: readonly Placed[], x: number, y: number, reach: number): number | null {
  let best: number | null = null;
  let least = reach ** 2;
  for (const p of points) {
    const d = (p.x - x) ** 2 + (p.y - y) ** 2;
    if (d <= least) [least, best] = [d, p.index];
  }
  return best;
}

export interface Cluster {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

/** Places where at least `least` points lie within a pixel of one another: a lone dot would hide how many there are. */
export function clusters(points: readonly Placed[], least = 4): Cluster[] {
  const cells = new Map<string, Placed[]>();
  for (const p of points) {
    if (!Number.isFinite(p.x) || !Number.isFinite(p.y)) continue;
    const key = `${Math.round(p.x / 2)},${Math.round(p.y / 2)}`;
    cells.set(key, [...(cells.get(key) ?? []), p]);
  }
  return [...cells.values()].filter((c) => c.length >= least).map((c) => ({ x: c[0].x, y: c[0].y, count: c.length }));
}
