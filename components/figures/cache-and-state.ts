/** What a hybrid keeps of a text: the cache of its attention layers, which grows, and the state of its Mamba layers, which does not. */
import { cost } from '@/engine/blueprint/cost';
import type { Blueprint } from '@/engine/blueprint/types';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

export const KEEPERS = ['mamba2-hybrid-8b', 'jamba-1.5-mini', 'jamba-1.5-large', 'mamba-2.8b'] as const;
export type Keeper = (typeof KEEPERS)[number];
/** What it is compared with. */
export const RIVAL = 'llama-3.1-8b';

/** Powers of two from 256 to 256K tokens. */
export const CONTEXTS: readonly number[] = Array.from({ length: 11 }, (_, i) => 256 * 2 ** i);

const blueprints = new Map<string, Blueprint>();

function blueprintOf(model: string): Blueprint {
  const known = blueprints.get(model) ?? buildBlueprint(published.find(({ id }) => id === model)!.config);
  blueprints.set(model, known);
  return known;
}

/** Bytes in 16-bit numbers after that many tokens. */
export function keptBy(model: string, context: number): { cache: number; state: number } {
  const { total } = cost(blueprintOf(model), { context });
  return { cache: total.cacheBytes, state: total.ssmStateBytes + total.convStateBytes };
}

/** Tokens after which the cache is larger than the state; Infinity where there is no cache. */
export function overtakes(model: string): number {
  const { cache, state } = keptBy(model, 1);
  return cache > 0 ? Math.floor(state / cache) + 1 : Number.POSITIVE_INFINITY;
}
