/** The block of the atlas in pixels: always from top to bottom, as wide as there is room, ribbons as wide as what flows along them. */
import { evalShape } from '@/engine/blueprint/dims';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import type { BlockLayout } from '../blueprint/block-layout';
import { type BlockPicture, placeBlock } from '../blueprint/block-picture';

const STEP = 48;
const NODE_HEIGHT = 32;
/** A node that keeps memory is taller by a line that says what. */
export const KEEPS_HEIGHT = 12;
const THIN = 12;
const [NARROWEST, WIDEST] = [78, 168];

export function drawAtlasBlock(layout: BlockLayout, width: number): BlockPicture {
  const lanes = layout.lanes.filter(({ nodes }) => nodes).length;
  const thin = layout.lanes.length - lanes;
  const lane = Math.min(WIDEST, Math.max(NARROWEST, (width - thin * THIN) / lanes));
  const keeps = new Set(layout.nodes.filter(({ node }) => node?.state).map(({ id }) => id));
  return placeBlock(layout, {
    across: false,
    step: STEP,
    lane,
    thin: THIN,
    node: { width: lane - 12, height: NODE_HEIGHT },
    extra: (id) => (keeps.has(id) ? KEEPS_HEIGHT : 0),
  });
}

/** Numbers that a node hands on per token; the scores of attention are as many as the context is long. */
export function numbersPerToken(blueprint: Blueprint, node: BlueprintNode, context: number): number {
  const axes = node.shape.filter((dim) => dim !== 'T');
  return evalShape(axes, blueprint.dims, { S: context }).reduce((product, size) => product * size, 1);
}

/** Width of a ribbon: a logarithm, as the numbers per token go from ten to ten million in one layer. */
export const ribbonWidth = (numbers: number): number =>
  Math.max(1, Math.min(12, 0.62 * Math.log2(Math.max(2, numbers)) - 2));
