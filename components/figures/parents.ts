/** Hybrids beside their pure parents: loss on held-out stories by position, from the cards of our small models. */

import jamba from '@/public/models/stories-jamba/card.json';
import mamba from '@/public/models/stories-mamba/card.json';
import mamba2 from '@/public/models/stories-mamba2/card.json';
import hybrid from '@/public/models/stories-mamba2-hybrid/card.json';
import transformer from '@/public/models/stories-transformer/card.json';

const cards = { transformer, mamba, mamba2, hybrid, jamba };
export type Family = keyof typeof cards;
export const FAMILIES = Object.keys(cards) as Family[];

export const FAMILY_COLOURS: Readonly<Record<Family, string>> = {
  transformer: 'var(--sym-attention)',
  mamba: 'var(--sym-h)',
  mamba2: 'var(--sym-B)',
  hybrid: 'var(--sym-C)',
  jamba: 'var(--sym-delta)',
};

export interface PositionCurve {
  /** Tokens read at the middle of each bin. */
  readonly x: readonly number[];
  /** Bits per token in it. */
  readonly y: readonly number[];
}

/** Bits per token by position in the context, from the card. */
export function positionsOf(family: Family): PositionCurve {
  const { bin, natsPerToken } = cards[family].scores.positions;
  return {
    x: natsPerToken.map((_, i) => (i + 0.5) * bin),
    y: natsPerToken.map((nats) => nats / Math.LN2),
  };
}

/** Bits per token on the held-out stories, each read from its beginning. */
export const heldOf = (family: Family): number => cards[family].scores.losses.held.natsPerToken / Math.LN2;

/** Bits by which the last quarter of the positions is worse than the first: what reading past the window costs. */
export function driftOf(family: Family): number {
  const { y } = positionsOf(family);
  const n = Math.floor(y.length / 4);
  const mean = (part: readonly number[]) => part.reduce((a, b) => a + b, 0) / part.length;
  return mean(y.slice(-n)) - mean(y.slice(0, n));
}
