/** Which nodes of a layer make up its token mixer, read from the graph: the ids are those of engine/models/blocks. */
import { nodeOf } from '../blueprint/graph';
import type { Blueprint, BlueprintNode, OpName } from '../blueprint/types';
import type { ViewNeeds } from './view';

export type MixerKind = 'mamba' | 'mamba2' | 's4d' | 'attention';

export interface Mixer {
  readonly kind: MixerKind;
  /** Node prefix: 'layers.3.mixer'. */
  readonly at: string;
  readonly layer: number;
  /** The node with the recurrent state, or the attention weights. */
  readonly core: BlueprintNode;
  /** Full id of one of its nodes: id('delta') → 'layers.3.mixer.delta'. */
  id(name: string): string;
  /** Key of a weight: weight('y', 'D'). */
  weight(node: string, role: string): string;
  /** The same, or null where the model has no such weight. */
  weightIf(node: string, role: string): string | null;
}

const CORES: Partial<Record<OpName, MixerKind>> = {
  'selective-state': 'mamba',
  'ssd-state': 'mamba2',
  's4d-state': 's4d',
  'attention-softmax': 'attention',
};

/** The mixer of a layer, or null for a layer that only has an MLP. */
export function mixerOf(blueprint: Blueprint, layer: number): Mixer | null {
  const core = blueprint.nodes.find((n) => n.layer === layer && CORES[n.op]);
  if (!core) return null;
  const at = core.id.slice(0, core.id.lastIndexOf('.'));
  const id = (name: string) => `${at}.${name}`;
  const weightIf = (node: string, role: string) => nodeOf(blueprint, id(node)).weights[role] ?? null;
  return {
    kind: CORES[core.op]!,
    at,
    layer,
    core,
    id,
    weightIf,
    weight: (node, role) => {
      const key = weightIf(node, role);
      if (key === null) throw new Error(`node "${id(node)}" has no weight "${role}"`);
      return key;
    },
  };
}

/** `needs` from short names, relative to a mixer. */
export function need(mixer: Mixer, taps: readonly string[], weights: readonly (string | null)[] = []): ViewNeeds {
  return { taps: taps.map(mixer.id), weights: weights.filter((w) => w !== null) };
}

/** What several views need together, nothing twice. */
export function joinNeeds(...all: readonly ViewNeeds[]): ViewNeeds {
  return {
    taps: [...new Set(all.flatMap((n) => n.taps))],
    weights: [...new Set(all.flatMap((n) => n.weights))],
  };
}
