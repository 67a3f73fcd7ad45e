/** The reader's changes (lab-state.ts) as the engine's interventions, and the ready-made ones: forget, take a layer, a unit, an expert out. */
import type { Intervention } from '@/engine/backend';
import type { Blueprint } from '@/engine/blueprint/types';
import { mixerOf } from '@/engine/views/mixer';
import type { Change } from '../lab-state';

/** One that needs nothing but itself; those that take another text's state are made in read-changes.ts. */
export function toIntervention(change: Change): Intervention {
  const { node, kind, value, from, to, axis, indices } = change;
  return {
    node,
    action:
      kind === 'scale'
        ? { kind, factor: value ?? 1 }
        : kind === 'freeze'
          ? { kind, value: value ?? 0 }
          : { kind: 'zero' },
    ...(from === undefined ? {} : { tokens: { from, ...(to === undefined ? {} : { to }) } }),
    ...(axis && indices ? { select: { [axis]: indices } } : {}),
  };
}

/** "Forget now": the state of every layer is empty after this token. Null where no layer has one. */
export function forgetAt(blueprint: Blueprint, token: number): Change | null {
  const node = allStates(blueprint);
  return node === null ? null : { node, kind: 'zero', from: token, to: token + 1 };
}

/** Takes a layer out: what it would add to the stream is 0. The last branch and, in a Transformer layer, the one before it. */
export function ablateLayer(blueprint: Blueprint, layer: number): Change[] {
  return blueprint.nodes
    .filter((node) => node.layer === layer && !node.side && node.op === 'add')
    .map((node) => ({ node: node.inputs[1]!, kind: 'zero' as const }));
}

/** What a layer's mixer is made of: heads or channels, with their number; null for a layer without a mixer. */
export function unitsOf(blueprint: Blueprint, layer: number): { word: 'head' | 'channel'; count: number } | null {
  const mixer = mixerOf(blueprint, layer);
  if (!mixer) return null;
  const { dims } = blueprint;
  if (mixer.kind === 'attention') return { word: 'head', count: dims.n_heads! };
  return mixer.kind === 'mamba2' ? { word: 'head', count: dims.ssm_heads! } : { word: 'channel', count: dims.d_inner! };
}

/**
 * Takes one head or channel out. An attention head gets no weights, so that it reads nothing; a channel says nothing after its gate; a head
 * of Mamba-2 (P channels) says nothing before the gate and the norm that follows it. S4D has no gate: its channel goes after the activation.
 */
export function ablateUnit(blueprint: Blueprint, layer: number, unit: number): Change | null {
  const mixer = mixerOf(blueprint, layer);
  const units = unitsOf(blueprint, layer);
  if (!mixer || !units || unit >= units.count) return null;
  const zero = (name: string, axis: string, indices: number[]): Change => ({
    node: mixer.id(name),
    kind: 'zero',
    axis,
    indices,
  });
  if (mixer.kind === 'attention') return zero('weights', 'n_heads', [unit]);
  if (mixer.kind !== 'mamba2') return zero(mixer.kind === 's4d' ? 'act' : 'gated', 'd_inner', [unit]);
  const width = blueprint.dims.ssm_head_dim!;
  return zero(
    'y',
    'd_inner',
    Array.from({ length: width }, (_, p) => unit * width + p),
  );
}

/** The node whose rows are a layer's router, as shares per expert; null where the layer has no experts. */
export function routerOf(blueprint: Blueprint, layer: number): string | null {
  const chosen = blueprint.nodes.find((node) => node.layer === layer && node.op === 'top-k');
  return chosen?.inputs[0] ?? null;
}

/** Takes an expert out: its share is 0, so that the router calls the next best, with the share that that one has anyway. */
export function ablateExpert(blueprint: Blueprint, layer: number, expert: number): Change | null {
  const node = routerOf(blueprint, layer);
  return node === null ? null : { node, kind: 'zero', axis: 'n_experts', indices: [expert] };
}

/** The states of all layers by one pattern, for a change that acts on every layer; null where no layer has one. */
export function allStates(blueprint: Blueprint): string | null {
  const state = blueprint.nodes.find((node) => node.state?.kind === 'ssm' && node.layer !== null);
  return state?.id.replace(/^layers\.\d+\./, 'layers.*.') ?? null;
}
