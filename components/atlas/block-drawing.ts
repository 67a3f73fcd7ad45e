/** The block of the atlas in pixels: always from top to bottom, as wide as there is room, ribbons as wide as what flows along them. */
import { evalShape } from '@/engine/blueprint/dims';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import type { BlockLayout } from '../blueprint/block-layout';
import { type BlockPicture, placeBlock } from '../blueprint/block-picture';
import { settled } from '../charts/scale';

const STEP = 48;
const NODE_HEIGHT = 32;
/** A node that keeps memory is taller by a line that says what. */
const KEEPS_HEIGHT = 12;
/** Room of a lane of ribbons alone, where there is room and where there is none. */
const THIN = 12;
const THINNEST = 8;
const [NARROWEST, WIDEST] = [70, 168];
/** Below this width of a lane boxes stand closer and write smaller. */
const TIGHT = 100;

/** Places a block in `width` pixels: lanes of nodes get what the lanes of mere wires leave. */
export function drawAtlasBlock(layout: BlockLayout, width: number): BlockPicture {
  const lanes = layout.lanes.filter(({ nodes }) => nodes).length;
  const others = layout.lanes.length - lanes;
  const thin = (width - others * THIN) / lanes < TIGHT ? THINNEST : THIN;
  const lane = Math.min(WIDEST, Math.max(NARROWEST, (width - others * thin) / lanes));
  const keeps = new Set(layout.nodes.filter(({ node }) => node?.state).map(({ id }) => id));
  return placeBlock(layout, {
    across: false,
    step: STEP,
    lane,
    thin,
    node: { width: lane - thin, height: NODE_HEIGHT },
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
  settled(Math.max(1, Math.min(12, 0.62 * Math.log2(Math.max(2, numbers)) - 2)));

/** Pixels that a letter takes, about: of a name in bold 12 px, of a shape in 10.5 px. */
const [NAME, SHAPE] = [6.5, 5.8];
const fits = (text: string, width: number, letter: number) => text.length * letter <= width - 4;

/** As much of a text as fits into a box. */
function cut(text: string, width: number, letter: number): string {
  return fits(text, width, letter) ? text : `${text.slice(0, Math.max(1, Math.floor((width - 4) / letter) - 1))}…`;
}

export const nameIn = (name: string, width: number): string => cut(name, width, NAME);

/** A shape as it fits: without the axis of tokens, which nearly all have, before it is cut. */
export function shapeIn(shape: string, width: number): string {
  if (fits(shape, width, SHAPE)) return shape;
  return cut(shape.replace('[T, ', '[').replaceAll(', ', ' '), width, SHAPE);
}
