/**
 * The reader's changes as interventions on one model and text. Most are what they say; a state that comes from another text must first be
 * made: the other text is run in a session of its own, and what its layers then hold replaces h where the change says.
 *
 * - 'patch': h at a token of this text is the h that the other text had at its own token `at`; both the reading at that token and all later
 *   states start from it (backend.ts, Intervention, on h).
 * - 'start': the text is read from the state that the other text ended in. Token 0 is run once from that state to learn its h, which then
 *   replaces h there: the same numbers, in the form in which every session and view of the lab can take them.
 *
 * Only recurrent state is carried over. Windows of convolutions and KV caches stay this text's own: a cache holds one row per token of the
 * text it was made from and means nothing beside another.
 */
import type { Intervention } from '@/engine/backend';
import { matchNodes, nodeOf } from '@/engine/blueprint/graph';
import type { Blueprint } from '@/engine/blueprint/types';
import { EngineError } from '@/engine/errors';
import { resolveInterventions } from '@/engine/interventions';
import type { LiveModel } from '@/engine/worker/client';
import type { Change } from '../lab-state';
import { toIntervention } from './changes';

export interface Fitted {
  readonly list: readonly Intervention[];
  /** Changes that this model cannot take, each with the reason. */
  readonly misfits: readonly { readonly change: Change; readonly reason: string }[];
}

const NONE: Fitted = { list: [], misfits: [] };

/** Those changes that this model can take, in their order. `ids` is the text that they act on. */
export async function readChanges(
  model: LiveModel,
  ids: readonly number[],
  changes: readonly Change[],
  signal?: AbortSignal,
): Promise<Fitted> {
  if (changes.length === 0) return NONE;
  const list: Intervention[] = [];
  const misfits: { change: Change; reason: string }[] = [];
  for (const change of changes) {
    try {
      const own =
        change.kind === 'patch' || change.kind === 'start'
          ? await fromOtherText(model, ids, change, list, signal)
          : [toIntervention(change)];
      resolveInterventions(model.info.blueprint, own);
      list.push(...own);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'cancelled') throw error;
      misfits.push({ change, reason: error.message });
    }
  }
  return { list, misfits };
}

async function fromOtherText(
  model: LiveModel,
  ids: readonly number[],
  change: Change,
  before: readonly Intervention[],
  signal?: AbortSignal,
): Promise<Intervention[]> {
  const stop = signal ? { signal } : {};
  const nodes = statesOf(model.info.blueprint, change.node);
  const text = change.text ?? '';
  if (text.trim() === '')
    throw new EngineError('bad-argument', 'the text that the state should come from is empty', 'Write a few words.');
  const other = Array.from((await model.encode(text)).ids);
  const at = Math.min(change.at ?? other.length - 1, other.length - 1);
  const session = await model.createSession();
  try {
    const { taps } = await session.prefill(other.slice(0, at + 1), { taps: nodes }, stop);
    const place = change.from ?? 0;
    const put = (node: string, data: Float32Array, token: number): Intervention => ({
      node,
      action: { kind: 'replace', data },
      tokens: { from: token, to: token + 1 },
    });
    if (change.kind === 'patch')
      return nodes.map((node) => {
        const { data } = taps.get(node)!;
        return put(node, data.slice((data.length / (at + 1)) * at), place);
      });
    const state = await session.readState();
    await session.reset();
    await session.setState(
      state,
      nodes.map((node) => `${node}:ssm`),
    );
    await session.intervene(before);
    const first = await session.feed(ids[0]!, { taps: nodes, ...stop });
    return nodes.map((node) => put(node, first.taps.get(node)!.data, 0));
  } finally {
    session.close();
  }
}

/** The states that a node's name or pattern means; throws where it means none. */
function statesOf(blueprint: Blueprint, pattern: string): string[] {
  const nodes = matchNodes(blueprint, pattern).filter((id) => nodeOf(blueprint, id).state?.kind === 'ssm');
  if (nodes.length === 0)
    throw new EngineError('bad-argument', `"${pattern}" names no recurrent state of this ${blueprint.modelType} model`);
  return nodes;
}
