/** Where an arrow leads in the drawing of a block: to the nearest node in that direction. Pure. */
import type { BlockLayout } from '../blueprint/block-layout';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';
const ARROWS: readonly string[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
export const isArrow = (key: string): key is Arrow => ARROWS.includes(key);

/** How much farther a step to the side counts than one along the way. */
const ASIDE = 2.5;

/** The node that an arrow leads to, or null at the edge; what enters from outside is no stop. Drawn from top to bottom. */
export function neighbour(layout: BlockLayout, from: string, arrow: Arrow): string | null {
  const here = layout.nodes.find((node) => node.id === from);
  if (!here) return null;
  let best: string | null = null;
  let least = Infinity;
  for (const { id, node, rank, lane } of layout.nodes) {
    if (!node || id === from) continue;
    const [down, right] = [rank - here.rank, lane - here.lane];
    const along = { ArrowUp: -down, ArrowDown: down, ArrowLeft: -right, ArrowRight: right }[arrow];
    if (along <= 0) continue;
    const aside = arrow === 'ArrowUp' || arrow === 'ArrowDown' ? Math.abs(right) : Math.abs(down);
    const distance = along + ASIDE * aside;
    if (distance < least) [least, best] = [distance, id];
  }
  return best;
}

/** First and last operation of the block in order of computing. */
export function endsOf(layout: BlockLayout): readonly [string, string] {
  const own = layout.nodes.filter(({ node }) => node).map(({ id }) => id);
  return [own[0]!, own.at(-1)!];
}
