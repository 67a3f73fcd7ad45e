/** What each layer that reads other tokens is worth to a trained hybrid: its loss when that layer adds nothing to the stream. */
import type { Intervention } from '@/engine/backend';
import type { Blueprint } from '@/engine/blueprint/types';
import { kindOf } from './read-the-strip';

export const HYBRIDS = ['stories-mamba2-hybrid', 'stories-jamba'] as const;
export type Hybrid = (typeof HYBRIDS)[number];

export const TEXT =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the sun. One day, she found a red ball in the garden. "Look!" she said to her mom. Her mom smiled and said, "What a nice ball, Lily!" Lily and her mom played with the red ball all day. At the end of the day, Lily was tired but happy.';

/** A bar has the colour of what the layer is made of. */
export const MIXER_COLOURS = { ssm: 'var(--sym-h)', attention: 'var(--sym-attention)' } as const;

export interface Cut {
  readonly layer: number;
  readonly mixer: 'ssm' | 'attention';
  readonly change: Intervention;
}

/** One cut for each layer with a memory but the first, without which no model of ours works at all. */
export function cutsOf({ layers, nodes }: Pick<Blueprint, 'layers' | 'nodes'>): Cut[] {
  return layers.slice(1).flatMap(({ index, kind }) => {
    const { mixer } = kindOf(kind);
    if (mixer === 'none') return [];
    const node = [`layers.${index}.mixer.o_proj`, `layers.${index}.mixer.out_proj`].find((id) =>
      nodes.some((n) => n.id === id),
    );
    if (!node) throw new Error(`layer ${index} (${kind}) has no output of its mixer`);
    return [{ layer: index, mixer, change: { node, action: { kind: 'zero' as const } } }];
  });
}
