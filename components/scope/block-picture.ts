/** From layout to pixels: where nodes and ribbons of a block are drawn, along or across, and how wide each ribbon is. Pure. */
import type { Tensor } from '@/engine/tensor';
import type { BlockLayout } from './block-layout';
import { sizePerToken } from './tensor-read';

/** Least room of a node along the flow; below it the block runs downwards. */
export const LEAST_STEP = 52;
const CROSS = 66;
const THIN = 16;
/** Widest and thinnest ribbon. */
const WIDE = 11;
const THREAD = 1;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BlockPicture {
  readonly width: number;
  readonly height: number;
  readonly across: boolean;
  readonly boxes: ReadonlyMap<string, Box>;
  /** SVG path per edge, in the layout's order. */
  readonly paths: readonly string[];
}

/** Boxes and paths in a given width: from left to right where every rank has room, else from top to bottom. `tall` nodes are vessels. */
export function drawBlock(layout: BlockLayout, width: number, tall: ReadonlySet<string>): BlockPicture {
  const across = width / layout.ranks >= LEAST_STEP;
  const room = layout.lanes.map(({ nodes }) => (nodes ? CROSS : THIN));
  const total = room.reduce((a, b) => a + b, 0);
  const scale = across ? 1 : Math.min(1.6, width / total);
  const middle = new Map<number, number>();
  let at = 0;
  layout.lanes.forEach(({ lane }, i) => {
    middle.set(lane, (at + room[i]! / 2) * scale);
    at += room[i]!;
  });
  const step = across ? width / layout.ranks : 76;
  const along = (rank: number) => (rank + 0.5) * step;
  const size = { width: Math.min(64, step - 10), height: 36 };
  const boxes = new Map<string, Box>();
  for (const { id, rank, lane } of layout.nodes) {
    const [cx, cy] = across ? [along(rank), middle.get(lane)!] : [middle.get(lane)!, along(rank)];
    const height = tall.has(id) ? size.height + 16 : size.height;
    boxes.set(id, { x: cx - size.width / 2, y: cy - height / 2, width: size.width, height });
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
    ? { width, height: total * scale, across, boxes, paths }
    : { width: total * scale, height: length, across, boxes, paths };
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

/**
 * Width of the ribbon that leaves a node at each token: its root mean square against the largest of the text, so that a token that brings
 * more is drawn wider. Ā needs no comparison: its mean is the share that is kept.
 */
export function ribbonWidths(
  node: Parameters<typeof sizePerToken>[0],
  tap: Tensor,
): { width: (token: number) => number; share: (token: number) => number } {
  const sizes = sizePerToken(node, tap);
  const most = node.op === 'decay' ? 1 : Math.max(...sizes, Number.MIN_VALUE);
  const share = (token: number) => (sizes.length === 1 ? 1 : (sizes[token] ?? 0) / most);
  return { share, width: (token) => THREAD + (WIDE - THREAD) * share(token) };
}
