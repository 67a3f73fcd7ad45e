/**
 * Views: what is worth seeing in a model and is not itself one of its tensors. Read first: view.ts (what a view is), then any view: each is
 * one file with its formula, its source and where it departs from it.
 *
 * Two ways in: `viewNeeds` and `computeView` for one layer whose taps are at hand; `readView` runs a text through a model in pieces, asks for
 * what the view needs and returns the typed result. Functions of numbers alone (Δ as a gate, two distributions) are called directly.
 */
export { type Comparison, compareDistributions } from './compare-distributions';
export { deltaGate, holdOverEuler } from './delta-gate';
export { divergenceOf, entropyOf, largest, probabilitiesOf, rankOf, surpriseOf } from './distribution';
export { readView, type ViewRequest } from './read-view';
export {
  aboutView,
  computeView,
  isModelView,
  type LayerViewName,
  layerViews,
  type ModelViewName,
  modelViews,
  type ViewName,
  type ViewOptions,
  type ViewResult,
  viewLayers,
  viewNames,
  viewNeeds,
} from './registry';
export { type Surprise, surprise } from './surprise';
export type { ViewAbout, ViewInput, ViewNeeds } from './view';
