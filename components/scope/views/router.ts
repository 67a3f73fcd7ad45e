/** What a layer's router did with a text, read from its taps: shares of every expert, those that were called, the load of each. Pure. */
import type { Blueprint } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import { routerOf } from '../changes/changes';

export interface Routing {
  /** Node of the shares, for naming a value: layers.1.mlp.router_probs. */
  readonly node: string;
  readonly tokens: number;
  readonly experts: number;
  /** Experts called per token. */
  readonly called: number;
  /** [tokens, experts]: softmax over all experts, before the choice. */
  readonly shares: Float32Array;
  /** Experts that token t calls, the largest share first. */
  readonly chosen: readonly (readonly number[])[];
  readonly loads: readonly Load[];
}

export interface Load {
  readonly expert: number;
  /** Its part of all calls: 1/E for each were the work spread evenly. */
  readonly calls: number;
  /** Its mean share, whether called or not. */
  readonly mean: number;
  /** Tokens that give it the most, the most first. */
  readonly favourites: readonly number[];
}

/** Tokens named for each expert. */
const FAVOURITES = 6;

/** Null where the layer has no experts, or its taps are not there. */
export function routingOf(blueprint: Blueprint, layer: number, taps: ReadonlyMap<string, Tensor>): Routing | null {
  const node = routerOf(blueprint, layer);
  const choice = blueprint.nodes.find((n) => n.layer === layer && n.op === 'top-k');
  const probs = node === null ? undefined : taps.get(node);
  const ids = choice && taps.get(choice.id);
  if (node === null || !probs || !ids) return null;
  const [tokens, experts] = probs.shape as [number, number];
  const called = ids.shape[1]!;
  const shares = probs.data;
  const chosen = Array.from({ length: tokens }, (_, t) => Array.from(ids.data.subarray(t * called, (t + 1) * called)));
  const loads = Array.from({ length: experts }, (_, expert): Load => {
    const share = (t: number) => shares[t * experts + expert]!;
    const all = Array.from({ length: tokens }, (_, t) => t);
    const calls = chosen.filter((list) => list.includes(expert)).length;
    return {
      expert,
      calls: calls / (tokens * called),
      mean: all.reduce((sum, t) => sum + share(t), 0) / tokens,
      favourites: all
        .filter((t) => chosen[t]![0] === expert)
        .sort((a, b) => share(b) - share(a))
        .slice(0, FAVOURITES),
    };
  });
  return { node, tokens, experts, called, shares, chosen, loads };
}

/** Layers that have a router. */
export const routedLayers = (blueprint: Blueprint): number[] =>
  blueprint.layers.map(({ index }) => index).filter((layer) => routerOf(blueprint, layer) !== null);
