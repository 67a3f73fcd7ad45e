/** Checkpoints: what a page or a tool needs to open one and to manage what the browser keeps. Read first: source.ts. */
export { bindWeights } from './bind';
export { type BundleManifest, parseManifest, readManifest } from './bundle';
export { type CachedModel, deleteCachedModel, listCachedModels } from './cache';
export { parseConfig } from './config';
export { type PlacedFile, placedFiles } from './disk';
export type { OpenOptions } from './files';
export type { NetworkReason } from './http';
export type { HubSource } from './hub';
export { readSafetensors, type TensorEntry, writeSafetensors } from './safetensors';
export { type Checkpoint, type ModelSource, openCheckpoint } from './source';
