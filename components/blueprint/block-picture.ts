/** From layout to pixels: where the nodes and ribbons of a block are drawn, along the flow or down it. Pure. */
import type { BlockLayout } from './block-layout';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BlockPicture {
  readonly width: number;
  readonly height: number;
  /** From left to right; else from top to bottom. */
  readonly across: boolean;
  readonly boxes: ReadonlyMap<string, Box>;
  /** SVG path per edge, in the layout's order. */
  readonly paths: readonly string[];
}

export interface BlockSizes {
  readonly across: boolean;
  /** Room of a rank along the flow. */
  readonly step: number;
  /** Room across the flow of a lane with nodes, and of one that only edges use. */
  readonly lane: number;
  readonly thin: number;
  readonly node: { readonly width: number; readonly height: number };
  /** By how much a node is taller than usual. */
  readonly extra?: (id: string) => number;
}

/** Boxes and paths in given sizes. */
export function placeBlock(layout: BlockLayout, sizes: BlockSizes): BlockPicture {
  const { across, step, node } = sizes;
  const middle = new Map<number, number>();
  let total = 0;
  for (const { lane, nodes } of layout.lanes) {
    const room = nodes ? sizes.lane : sizes.thin;
    middle.set(lane, total + room / 2);
    total += room;
  }
  const along = (rank: number) => (rank + 0.5) * step;
  const boxes = new Map<string, Box>();
  for (const { id, rank, lane } of layout.nodes) {
    const [cx, cy] = across ? [along(rank), middle.get(lane)!] : [middle.get(lane)!, along(rank)];
    const height = node.height + (sizes.extra?.(id) ?? 0);
    boxes.set(id, { x: cx - node.width / 2, y: cy - height / 2, width: node.width, height });
  }
  const rank = new Map(layout.nodes.map((n) => [n.id, n.rank]));
  const paths = layout.edges.map(({ from, to, lane }) => {
    const [a, b] = [boxes.get(from)!, boxes.get(to)!];
    const via = middle.get(lane)!;
    const first = along(rank.get(from)! + 1) - step * 0.25;
    const last = along(rank.get(to)! - 1) + step * 0.25;
    const start: Pair = across ? [a.x + a.width, a.y + a.height / 2] : [a.y + a.height, a.x + a.width / 2];
    const end: Pair = across ? [b.x, b.y + b.height / 2] : [b.y, b.x + b.width / 2];
    const over = rank.get(to)! - rank.get(from)! > 1;
    const points: Pair[] = over && last >= first ? [start, [first, via], [last, via], end] : [start, end];
    return curve(points, across);
  });
  const length = layout.ranks * step;
  return across
    ? { width: length, height: total, across, boxes, paths }
    : { width: total, height: length, across, boxes, paths };
}

/** Along the flow, across it. */
type Pair = readonly [number, number];

function curve(points: readonly Pair[], across: boolean): string {
  const put = ([u, v]: Pair) => (across ? `${round(u)} ${round(v)}` : `${round(v)} ${round(u)}`);
  let path = `M${put(points[0]!)}`;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const half = (a[0] + b[0]) / 2;
    path += a[1] === b[1] ? `L${put(b)}` : `C${put([half, a[1]])} ${put([half, b[1]])} ${put(b)}`;
  }
  return path;
}

const round = (v: number) => Math.round(v * 10) / 10;
