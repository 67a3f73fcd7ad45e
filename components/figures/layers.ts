import type { Blueprint, LayerInfo } from '@/engine/blueprint/types';

/** The numbers of a model's layers, or of those that `keep` leaves; none until the model is there. */
export const layersOf = (blueprint: Blueprint | null, keep: (layer: LayerInfo) => boolean = () => true): number[] =>
  (blueprint?.layers ?? []).filter(keep).map(({ index }) => index);

/** 0, 1, … for so many heads. */
export const headsOf = (count: number | undefined): number[] => Array.from({ length: count ?? 0 }, (_, i) => i);
