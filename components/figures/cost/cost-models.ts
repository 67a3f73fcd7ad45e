/** Profiles of published models for the figures of the chapter on cost, each built once and only when a figure needs it. */
import { type CostProfile, profileOf, transformer8b } from '@/engine/bench';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

const entries = [...published, transformer8b];
const profiles = new Map<string, CostProfile>();

/** What the cost formulas need of a published model, computed once; throws on an unknown id. */
export function publishedProfile(id: string): CostProfile {
  let profile = profiles.get(id);
  if (!profile) {
    const entry = entries.find((e) => e.id === id);
    if (!entry) throw new Error(`no published model "${id}"; known: ${entries.map((e) => e.id).join(', ')}`);
    profile = profileOf(buildBlueprint(entry.config));
    profiles.set(id, profile);
  }
  return profile;
}

export const publishedName = (id: string): string => entries.find((e) => e.id === id)!.name;

/** 16 bits for weights, state and cache. */
export const BF16 = { weightBytes: 2, stateBytes: 2 } as const;
