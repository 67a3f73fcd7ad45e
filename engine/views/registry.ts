/** All views by name, with the types of their options and results. */
import type { Blueprint } from '../blueprint/types';
import { EngineError } from '../errors';
import { blockAttention } from './block-attention';
import { blockRank } from './block-rank';
import { earlyReadings } from './early-readings';
import { halfLife } from './half-life';
import { hiddenAttention } from './hidden-attention';
import { logitAttribution } from './logit-attribution';
import { lookBack } from './look-back';
import { poles } from './poles';
import { rollout } from './rollout';
import { ssdChunks } from './ssd-chunks';
import { ssdMask } from './ssd-mask';
import { stateNorms } from './state-norms';
import { stepUpdate } from './step-update';
import { survival } from './survival';
import { tokenInfluence } from './token-influence';
import { type LayerView, type ModelView, Pace, type ViewAbout, type ViewInput, type ViewNeeds } from './view';
import { writePlane } from './write-plane';

/** Views of one layer. */
export const layerViews = {
  'hidden-attention': hiddenAttention,
  'block-attention': blockAttention,
  'ssd-mask': ssdMask,
  'ssd-chunks': ssdChunks,
  'block-rank': blockRank,
  'half-life': halfLife,
  survival,
  'look-back': lookBack,
  'token-influence': tokenInfluence,
  'write-plane': writePlane,
  'step-update': stepUpdate,
  poles,
} as const;

/** Views across all layers. */
export const modelViews = {
  rollout,
  'state-norms': stateNorms,
  'early-readings': earlyReadings,
  'logit-attribution': logitAttribution,
} as const;

export type LayerViewName = keyof typeof layerViews;
export type ModelViewName = keyof typeof modelViews;
export type ViewName = LayerViewName | ModelViewName;

type Every = typeof layerViews & typeof modelViews;
export type ViewOptions<N extends ViewName> = Every[N] extends
  | LayerView<infer Options, unknown>
  | ModelView<infer Options, unknown>
  ? Options
  : never;
export type ViewResult<N extends ViewName> = Every[N] extends
  | LayerView<infer _, infer Result>
  | ModelView<infer _, infer Result>
  ? Result
  : never;

export const viewNames: readonly ViewName[] = [...Object.keys(layerViews), ...Object.keys(modelViews)] as ViewName[];

export const isModelView = (name: ViewName): name is ModelViewName => name in modelViews;

/** The view of a name; a 'bad-argument' error for any other. */
export function viewOf(name: ViewName): LayerView<unknown, unknown> | ModelView<unknown, unknown> {
  const view = (layerViews as Record<string, unknown>)[name] ?? (modelViews as Record<string, unknown>)[name];
  if (!view) throw new EngineError('bad-argument', `unknown view "${name}"; known: ${viewNames.join(', ')}`);
  return view as LayerView<unknown, unknown> | ModelView<unknown, unknown>;
}

/** Title, formula, meaning and sources of a view. */
export const aboutView = (name: ViewName): ViewAbout => viewOf(name).about;

/** What a view reads of one layer; null if the layer has nothing of the kind. */
export function viewNeeds<N extends ViewName>(
  blueprint: Blueprint,
  name: N,
  layer: number,
  options: ViewOptions<N>,
): ViewNeeds | null {
  return viewOf(name).needs(blueprint, layer, options);
}

/** Layers that have something to show in this view. */
export function viewLayers<N extends ViewName>(blueprint: Blueprint, name: N, options: ViewOptions<N>): number[] {
  return blueprint.layers.map((l) => l.index).filter((layer) => viewOf(name).needs(blueprint, layer, options) !== null);
}

/** A view of one layer from taps and weights at hand. */
export async function computeView<N extends LayerViewName>(
  blueprint: Blueprint,
  name: N,
  layer: number,
  input: ViewInput,
  options: ViewOptions<N>,
  signal?: AbortSignal,
): Promise<ViewResult<N>> {
  const view = layerViews[name] as LayerView<ViewOptions<N>, ViewResult<N>>;
  if (view.needs(blueprint, layer, options) === null) throw nothing(blueprint, name, layer);
  return view.compute(blueprint, layer, input, options, new Pace(signal));
}

/** The error of a view asked of a layer that has nothing of the kind. */
export function nothing(blueprint: Blueprint, name: string, layer: number): EngineError {
  const kind = blueprint.layers[layer]?.kind ?? 'no such layer';
  return new EngineError(
    'bad-argument',
    `the view "${name}" has nothing to show for layer ${layer} (${kind}) of this ${blueprint.modelType} model`,
  );
}
