/** The block of the lab in a given width, and how wide each of its ribbons is. Pure. */
import type { Tensor } from '@/engine/tensor';
import type { BlockLayout } from '../blueprint/block-layout';
import { type BlockPicture, placeBlock } from '../blueprint/block-picture';
import { sizePerToken } from './tensor-read';

/** Least room of a node along the flow; below it the block runs downwards. */
export const LEAST_STEP = 52;
const CROSS = 66;
const THIN = 16;
/** Widest and thinnest ribbon. */
const WIDE = 11;
const THREAD = 1;

/** Boxes and paths in a given width: from left to right where every rank has room, else from top to bottom. `tall` nodes are vessels. */
export function drawBlock(layout: BlockLayout, width: number, tall: ReadonlySet<string>): BlockPicture {
  const across = width / layout.ranks >= LEAST_STEP;
  const total = layout.lanes.reduce((sum, { nodes }) => sum + (nodes ? CROSS : THIN), 0);
  const scale = across ? 1 : Math.min(1.6, width / total);
  const step = across ? width / layout.ranks : 76;
  return placeBlock(layout, {
    across,
    step,
    lane: CROSS * scale,
    thin: THIN * scale,
    node: { width: Math.min(64, step - 10), height: 36 },
    extra: (id) => (tall.has(id) ? 16 : 0),
  });
}

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
