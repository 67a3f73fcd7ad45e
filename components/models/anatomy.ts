/** What a model is made of, counted from its blueprint: never from what its card or its makers say. */
import { cost } from '@/engine/blueprint/cost';
import type { Blueprint, LayerKind, Part } from '@/engine/blueprint/types';

export interface Anatomy {
  readonly modelType: string;
  /** One character a layer: 'M-M-M--M*-M-M-'. */
  readonly pattern: string;
  /** Layers of each kind, in order of appearance. */
  readonly kinds: readonly { readonly kind: LayerKind; readonly mark: string; readonly count: number }[];
  readonly parameters: {
    readonly total: number;
    /** Those that one token uses. */
    readonly active: number;
    /** Parts that the model has, largest first. */
    readonly byPart: readonly { readonly part: Part; readonly count: number }[];
  };
  readonly vocabulary: number;
  readonly width: number;
}

/** Layers by kind, and parameters by part, of a blueprint. */
export function anatomyOf(blueprint: Blueprint): Anatomy {
  const kinds = new Map<LayerKind, { kind: LayerKind; mark: string; count: number }>();
  for (const { kind, mark } of blueprint.layers) {
    const seen = kinds.get(kind) ?? { kind, mark, count: 0 };
    kinds.set(kind, { ...seen, count: seen.count + 1 });
  }
  const { total, parametersByPart } = cost(blueprint, { context: 1 });
  return {
    modelType: blueprint.modelType,
    pattern: blueprint.layers.map(({ mark }) => mark).join(''),
    kinds: [...kinds.values()],
    parameters: {
      total: total.parameters,
      active: total.activeParameters,
      byPart: Object.entries(parametersByPart)
        .map(([part, count]) => ({ part: part as Part, count }))
        .filter(({ count }) => count > 0)
        .sort((a, b) => b.count - a.count),
    },
    vocabulary: blueprint.vocabSize,
    width: blueprint.dims.d_model ?? 0,
  };
}
