/** The block of the lab in a given width, how wide each of its ribbons is, and the way that data takes along them. Pure. */
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { BlockLayout } from '../blueprint/block-layout';
import { type BlockPicture, placeBlock } from '../blueprint/block-picture';

/** Least room of a node along the flow; below it the block runs downwards. */
const LEAST_STEP = 50;
const CROSS = 66;
const THIN = 16;
/** Widest picture of a tensor, and room between two of them. */
const NODE = 64;
const GAP = 8;
/** Widest and thinnest ribbon. */
const WIDE = 11;
const THREAD = 1;
/** CSS pixels that a letter of a node's name takes, about (11 px of the sans), and the least between two names. */
const LETTER = 5.8;
const NAMES_APART = 5;

/** Room of a rank along the flow in which no name touches the next one's. */
function leastStep(layout: BlockLayout, nameOf: (id: string) => string): number {
  const at = new Map(layout.nodes.map(({ id, rank, lane }) => [`${rank} ${lane}`, id]));
  let most = LEAST_STEP;
  for (const { id, rank, lane } of layout.nodes) {
    const next = at.get(`${rank + 1} ${lane}`);
    if (next !== undefined)
      most = Math.max(most, ((nameOf(id).length + nameOf(next).length) * LETTER) / 2 + NAMES_APART);
  }
  return most;
}

/** Does the block fit from left to right into this width, every name readable? */
export const goesAcross = (layout: BlockLayout, width: number, nameOf: (id: string) => string): boolean =>
  width / layout.ranks >= leastStep(layout, nameOf);

/** Boxes and paths in a given width: from left to right or from top to bottom. `tall` nodes are vessels. */
export function drawBlock(
  layout: BlockLayout,
  width: number,
  across: boolean,
  tall: ReadonlySet<string>,
): BlockPicture {
  const total = layout.lanes.reduce((sum, { nodes }) => sum + (nodes ? CROSS : THIN), 0);
  const scale = across ? 1 : Math.min(1.6, width / total);
  const step = across ? width / layout.ranks : 76;
  const room = across ? step - GAP : CROSS * scale - GAP / 2;
  return placeBlock(layout, {
    across,
    step,
    lane: CROSS * scale,
    thin: THIN * scale,
    node: { width: Math.min(NODE, room), height: 36 },
    extra: (id) => (tall.has(id) ? 16 : 0),
  });
}

/**
 * Width of the ribbon that leaves a node at each token: its root mean square against the largest of the text, so that a token that brings
 * more is drawn wider. Ā needs no comparison: its mean is the share that is kept.
 */
export function ribbonWidths(
  node: BlueprintNode,
  sizes: Float32Array,
): { width: (token: number) => number; share: (token: number) => number } {
  const most = node.op === 'decay' ? 1 : Math.max(...sizes, Number.MIN_VALUE);
  const share = (token: number) => (sizes.length === 1 ? 1 : (sizes[token] ?? 0) / most);
  return { share, width: (token) => THREAD + (WIDE - THREAD) * share(token) };
}

export type Point = readonly [x: number, y: number];

/** Points of each curve of a path at which a thing that goes along it is placed. */
const SAMPLES = 6;

/** Points along a path of placeBlock, made of M, L and C only, from its start to its end. */
export function alongPath(path: string): Point[] {
  const points: Point[] = [];
  for (const [, kind, rest] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const numbers = rest!.trim().split(/\s+/).map(Number);
    const [x3, y3] = numbers.slice(-2) as [number, number];
    if (kind === 'C') {
      const [x0, y0] = points.at(-1)!;
      const [x1, y1, x2, y2] = numbers as [number, number, number, number];
      for (let i = 1; i < SAMPLES; i++)
        points.push([cubic(i / SAMPLES, x0, x1, x2, x3), cubic(i / SAMPLES, y0, y1, y2, y3)]);
    }
    points.push([x3, y3]);
  }
  return points;
}

const cubic = (t: number, a: number, b: number, c: number, d: number) =>
  (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
