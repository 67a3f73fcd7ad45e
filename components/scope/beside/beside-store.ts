/** What stands beside the first run: which model, what it made of the text, what went wrong. lab-store.ts calls it after each of its own moves. */
import type { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';
import { asEngineError } from '@/engine/worker/protocol';
import type { Run } from '../lab-run';
import type { LabState } from '../lab-state';
import { Beside, type BesideRun } from './beside-run';

export interface BesideState {
  readonly model: LiveModel | null;
  readonly run: BesideRun | null;
  readonly error: EngineError | null;
  /** Changes of the reader that the second model cannot take. */
  readonly misfits: readonly string[];
}

const NOTHING: BesideState = { model: null, run: null, error: null, misfits: [] };

/** The run beside: which model, its run, its error, and what does not fit it. */
export class BesideStore {
  now: BesideState = NOTHING;
  private readonly listeners = new Set<() => void>();
  private engine: Beside | null = null;
  /** The run and the changes that `now.run` follows. */
  private followed: { run: Run; key: string } | null = null;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getSnapshot = () => this.now;

  /** Takes another second model, or none. */
  use(model: LiveModel | null): void {
    if (model === this.now.model) return;
    this.drop();
    this.change({ ...NOTHING, model });
  }

  /** Brings the second run to where the first is. Errors are kept and shown beside; they do not stop the first. */
  async follow(first: LiveModel, run: Run | null, set: LabState, signal: AbortSignal): Promise<void> {
    const { model } = this.now;
    if (!model) return;
    if (!run) {
      this.followed = null;
      return this.change({ run: null, error: null });
    }
    const key = `${set.besideChanges} ${set.besideChanges === 'same' ? JSON.stringify(set.changes) : ''}`;
    const { followed } = this;
    if (followed?.run === run && followed.key === key && this.engine?.firstModel === first) return;
    try {
      if (this.engine?.model !== model || this.engine.firstModel !== first) {
        this.drop();
        this.engine = await Beside.open(model, first);
      }
      const changes = set.besideChanges === 'same' ? set.changes : [];
      const goesOn =
        this.now.run !== null &&
        followed?.key === key &&
        followed.run.interventions === run.interventions &&
        followed.run.ids.length + 1 === run.ids.length &&
        followed.run.ids.every((id, i) => id === run.ids[i]);
      const same = followed?.run.ids === run.ids && followed.key === key && followed.run.logits === run.logits;
      const engine = this.engine;
      const next = same
        ? this.now.run
        : (goesOn && (await engine.extend(this.now.run!, run, signal))) || (await engine.read(run, changes, signal));
      if (this.now.model !== model) return;
      this.followed = { run, key };
      this.change({ run: next, error: null, misfits: next?.misfits ?? [] });
    } catch (thrown) {
      const error = asEngineError(thrown);
      this.followed = null;
      if (error.code !== 'cancelled' && this.now.model === model) this.change({ run: null, error });
    }
  }

  private drop(): void {
    this.engine?.close();
    this.engine = null;
    this.followed = null;
  }

  private change(patch: Partial<BesideState>): void {
    this.now = { ...this.now, ...patch };
    for (const listener of this.listeners) listener();
  }
}
