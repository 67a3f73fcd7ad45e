/** The reader's changes (lab-state.ts) as the engine's interventions, and what a change that does not fit this model is told. */
import type { Intervention } from '@/engine/backend';
import type { Blueprint } from '@/engine/blueprint/types';
import { EngineError } from '@/engine/errors';
import { resolveInterventions } from '@/engine/interventions';
import type { Change } from './lab-state';

export function toIntervention(change: Change): Intervention {
  const { node, kind, value, from, to, axis, indices } = change;
  return {
    node,
    action:
      kind === 'scale' ? { kind, factor: value ?? 1 } : kind === 'freeze' ? { kind, value: value ?? 0 } : { kind },
    ...(from === undefined ? {} : { tokens: { from, ...(to === undefined ? {} : { to }) } }),
    ...(axis && indices ? { select: { [axis]: indices } } : {}),
  };
}

/** Those changes that this model can take, as interventions, and the others with the reason. */
export function fitChanges(
  blueprint: Blueprint,
  changes: readonly Change[],
): { list: Intervention[]; misfits: { change: Change; reason: string }[] } {
  const list: Intervention[] = [];
  const misfits: { change: Change; reason: string }[] = [];
  for (const change of changes) {
    const intervention = toIntervention(change);
    try {
      resolveInterventions(blueprint, [intervention]);
      list.push(intervention);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      misfits.push({ change, reason: error.message });
    }
  }
  return { list, misfits };
}

/** "Forget now": the state of every layer is empty after this token. Null where no layer has one. */
export function forgetAt(blueprint: Blueprint, token: number): Change | null {
  const state = blueprint.nodes.find((node) => node.state?.kind === 'ssm' && node.layer !== null);
  if (!state) return null;
  return { node: state.id.replace(/^layers\.\d+\./, 'layers.*.'), kind: 'zero', from: token, to: token + 1 };
}

/** Takes a layer out: what it would add to the stream is 0. The last branch and, in a Transformer layer, the one before it. */
export function ablateLayer(blueprint: Blueprint, layer: number): Change[] {
  return blueprint.nodes
    .filter((node) => node.layer === layer && !node.side && node.op === 'add')
    .map((node) => ({ node: node.inputs[1]!, kind: 'zero' as const }));
}
