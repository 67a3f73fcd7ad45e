/** Tiny random models on the CPU backend, and their taps, for the tests of the views. */
import { loadCpu } from '@/engine/cpu';
import { Model } from '@/engine/session/model';
import type { Tensor } from '@/engine/tensor';
import type { ViewInput, ViewNeeds } from '@/engine/views';
import { everyConfig } from '../models/configs';
import { randomModel, randomTokens } from '../random-model';

export const T = 19;

export async function tiny(name: keyof typeof everyConfig, seed = 1): Promise<Model> {
  const config = everyConfig[name];
  if (!config) throw new Error(`no config named "${name}"`);
  const { blueprint, reader } = randomModel(config, seed);
  const load = () => loadCpu(blueprint, reader);
  return new Model({
    name,
    blueprint,
    tokenizer: null,
    fallback: null,
    warnings: [],
    backend: await load(),
    weights: reader,
    loadBackend: load,
  });
}

export const text = (model: Model, count = T, seed = 7) => randomTokens(seed, count, model.blueprint.vocabSize);

/** Taps of `tokens` from an empty context. */
export async function tapsOf(
  model: Model,
  taps: readonly string[],
  tokens = text(model),
): Promise<Map<string, Tensor>> {
  const session = await model.createSession();
  const result = await session.prefill(tokens, { taps });
  session.dispose();
  return result.taps;
}

/** What a view needs, read. */
export async function inputOf(model: Model, needs: ViewNeeds, tokens = text(model)): Promise<ViewInput> {
  const weights = new Map<string, Tensor>();
  for (const key of needs.weights) weights.set(key, await model.weight(key));
  return { taps: await tapsOf(model, needs.taps, tokens), weights };
}

/** Layers whose mixer is of this kind, by the character of the hybrid pattern. */
export const layersOf = (model: Model, mark: string): number[] =>
  model.blueprint.layers.filter((l) => mark.includes(l.mark)).map((l) => l.index);

/** Σ_j M_ij v_j for every row: M [T, T], v [T]. */
export function times(matrix: ArrayLike<number>, v: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: v.length }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += matrix[i * v.length + j] * v[j];
    return sum;
  });
}

/** Column c of a [T, width] tensor. */
export const column = (t: Tensor, c: number): Float64Array => {
  const width = t.data.length / t.shape[0];
  return Float64Array.from({ length: t.shape[0] }, (_, i) => t.data[i * width + c]);
};
