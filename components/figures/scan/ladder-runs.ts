/** What the ladder of scans measures and how it is read: which runs are made, and the rows and lines that come of them. */
import type { RungName } from '@/engine/webgpu/ladder';
import type { Measured, Place } from '@/engine/worker/ladder-host';

export interface LadderRun extends Measured {
  readonly place: Place;
  readonly rung: RungName;
  /** Length T. */
  readonly tokens: number;
}

export const LADDER_RUNGS: readonly RungName[] = ['serial', 'tree', 'chunked'];
export const LENGTHS = [64, 256, 1024, 4096] as const;
/** A rung that took longer than this is not asked for four times as many tokens. */
const PATIENCE_MS = 400;

/** The runs in order, the short ones first; `runs` are those already made. */
export function* planOf(
  places: readonly Place[],
  runs: readonly LadderRun[],
): Generator<Pick<LadderRun, 'place' | 'rung' | 'tokens'>> {
  for (const tokens of LENGTHS)
    for (const place of places)
      for (const rung of LADDER_RUNGS) {
        const shorter = runs.findLast((run) => run.place === place && run.rung === rung);
        const first = tokens === LENGTHS[0];
        if (first || (shorter && shorter.tokens * 4 === tokens && shorter.milliseconds <= PATIENCE_MS))
          yield { place, rung, tokens };
      }
}

/** Of each place and rung the longest run, with how many times as fast as the loop of the same place and length it was. */
export function rowsOf(runs: readonly LadderRun[]): (LadderRun & { readonly faster: number | null })[] {
  const last = new Map<string, LadderRun>();
  for (const run of runs) last.set(`${run.place} ${run.rung}`, run);
  return [...last.values()].map((run) => {
    const loop = runs.find((r) => r.place === run.place && r.rung === 'serial' && r.tokens === run.tokens);
    return { ...run, faster: loop ? loop.milliseconds / run.milliseconds : null };
  });
}
