/**
 * The architectures of the atlas: the models that come with the site, the published ones and the reader's own (design.ts), each a config that a
 * blueprint is built of.
 */
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';
import type { Locale } from '../i18n/locales';

export interface AtlasModel {
  readonly id: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** It runs here: the lab can open it. */
  readonly small: boolean;
  /** Where a published configuration was read, and what in it is not as published. */
  readonly source?: string;
  readonly note?: string;
}

/** The bundled models, then the published ones in the order of engine/models/published. */
export function atlasModels(bundled: readonly AtlasModel[], locale: Locale): readonly AtlasModel[] {
  return [
    ...bundled,
    ...published.map(({ id, name, config, source, note }) => ({
      id,
      name,
      config,
      small: false,
      source,
      ...(note ? { note: note[locale] } : {}),
    })),
  ];
}

const built = new WeakMap<object, Blueprint>();

/** Built once per config: no weights are needed, a model of 398 B takes milliseconds. */
export function blueprintOf(model: AtlasModel): Blueprint {
  let blueprint = built.get(model.config);
  if (!blueprint) {
    blueprint = buildBlueprint(model.config);
    built.set(model.config, blueprint);
  }
  return blueprint;
}

/** 'layers.3.mixer.delta' → 'mixer.delta': what a node is called in every layer of its kind, in every architecture. */
export const localId = (node: BlueprintNode): string =>
  node.layer === null ? node.id : node.id.split('.').slice(2).join('.');

/** The layers of the same kind as a layer, itself included. */
export function layersLike(blueprint: Blueprint, layer: number): readonly number[] {
  const { kind } = blueprint.layers[layer]!;
  return blueprint.layers.filter((other) => other.kind === kind).map(({ index }) => index);
}
