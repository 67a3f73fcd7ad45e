/** The models of the cost page with their profiles, read while the page is built: the page itself needs no blueprint. Server and build only. */
import { AS_RUN_HERE, profileOf, transformer8b } from '@/engine/bench';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';
import type { Locale } from '../i18n/locales';
import { readBundles } from '../models/card-source';
import { type CostModel, FAMILY_COLOURS } from './models';

/** Published models in the order of the atlas, the Transformer that Mamba2-Hybrid was compared with among the first. */
function publishedModels(): CostModel[] {
  const entries = [...published.slice(0, 2), transformer8b, ...published.slice(2)];
  return entries.map(({ id, name, source, config }) => {
    const blueprint = buildBlueprint(config);
    const family = id === transformer8b.id ? 'llama' : blueprint.modelType;
    return { id, name, source, here: false, colour: FAMILY_COLOURS[family]!, profile: profileOf(blueprint) };
  });
}

/** The bundles that read stories; those that were trained for a single task are too small to be told apart by the clock. */
export function bundledModels(locale: Locale, folder?: string): CostModel[] {
  return readBundles(folder)
    .filter(({ card }) => card.task === undefined)
    .map(({ name, card, config }) => {
      const blueprint = buildBlueprint(config);
      return {
        id: name,
        // "Stories: Mamba": here they are all of stories.
        name: card.title[locale].replace(/^[^:]+: /, ''),
        colour: FAMILY_COLOURS[blueprint.modelType]!,
        here: true,
        profile: profileOf(blueprint, AS_RUN_HERE),
        source: null,
      };
    });
}

/** The published ones are the same in both languages, and several pages of a build ask. */
let publishedOnce: readonly CostModel[] | null = null;

/** The published models and ours, with what their costs are computed from. */
export function readCostModels(locale: Locale): readonly CostModel[] {
  publishedOnce ??= publishedModels();
  return [...publishedOnce, ...bundledModels(locale)];
}
