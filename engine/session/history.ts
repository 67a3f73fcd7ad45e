/** How a session's state came about, so that it can be made again: after a device was lost, or for a snapshot taken on one that was. */
import type { BackendModel, HostState, Intervention, ModelState } from '../backend';

/** Tokens per run in a prefill, unless the device allows fewer. Bounds the memory of activations: 256 × the widest layer. */
export const PREFILL_CHUNK = 256;

/** What produced the state: replaying these runs from the anchor gives it again. */
export interface History {
  readonly anchor: HostState | null;
  /** Tokens before the anchor, for display only. */
  readonly before: readonly number[];
  readonly runs: readonly HistoryRun[];
}

/** The first `count` of `tokens`, run under `interventions`. The array is shared between versions of the history and only ever grows. */
export interface HistoryRun {
  readonly tokens: number[];
  readonly count: number;
  readonly interventions: readonly Intervention[];
}

export const EMPTY: History = { anchor: null, before: [], runs: [] };

/** All ids seen, those before the anchor included. */
export function tokensOf(history: History): number[] {
  return [...history.before, ...history.runs.flatMap((r) => r.tokens.slice(0, r.count))];
}

/** The state that a history describes, made anew on a backend. */
export async function replay(backend: BackendModel, history: History): Promise<ModelState> {
  const state = history.anchor ? await backend.writeState(history.anchor) : await backend.createState();
  const chunk = Math.min(PREFILL_CHUNK, backend.maxRun);
  for (const { tokens, count, interventions } of history.runs)
    for (let from = 0; from < count; from += chunk)
      await backend.run(state, Uint32Array.from(tokens.slice(from, Math.min(from + chunk, count))), {
        interventions,
        logits: 'none',
      });
  return state;
}

/** Appends a run; consecutive runs under the same interventions are merged, in place where no branch has grown past them. */
export function extend(
  runs: readonly HistoryRun[],
  tokens: readonly number[],
  interventions: readonly Intervention[],
): readonly HistoryRun[] {
  const last = runs.at(-1);
  if (last?.interventions !== interventions || !last)
    return [...runs, { tokens: [...tokens], count: tokens.length, interventions }];
  const shared = last.tokens.length === last.count ? last.tokens : last.tokens.slice(0, last.count);
  shared.push(...tokens);
  return [...runs.slice(0, -1), { tokens: shared, count: last.count + tokens.length, interventions }];
}
