/**
 * Measures how long models take to read texts of growing length and to decode one more token after them. Without a page and without a
 * model: subjects are anything that can be run (live-subject.ts makes them of the worker's models), the clock is theirs.
 *
 *   const m = new Measurement(subjects, { lengths: lengthsUpTo(1024) });
 *   m.subscribe(() => draw(m.state));    // rows as they come, progress, time left
 *   await m.run();                       // never rejects: state.status says how it ended
 *   m.pause(); m.resume(); m.cancel();
 *
 * Lengths are taken in rising order and the models in turn at each, so that whoever stops early has a whole picture of the short ones.
 * One run at each length up to WARM is thrown away: compilers and planners work there. Above it the same pieces are run again, only more.
 */
import type { EngineError } from '../errors';
import { asEngineError } from '../worker/protocol';
import { type Spread, spreadOf } from './spread';

export interface Subject {
  readonly id: string;
  /** FLOPs of a prefill, to tell beforehand how long one will take. */
  flops(length: number): number;
  /** Forgets everything and reads `length` tokens. */
  prefill(length: number, signal: AbortSignal): Promise<{ milliseconds: number; keptBytes: number }>;
  /** Runs one more token; milliseconds. */
  decode(signal: AbortSignal): Promise<number>;
}

export interface Plan {
  readonly lengths: readonly number[];
  /** Runs of each model at each length. */
  readonly repeats: number;
  /** Tokens decoded after each run. */
  readonly tokens: number;
  /** A run that takes longer than this, in milliseconds, is repeated only LEAST times. */
  readonly patience: number;
  /** FLOP per second, until something has been measured. */
  readonly guess: number;
}

export interface Row {
  readonly subject: string;
  readonly length: number;
  /** Milliseconds for the whole text. */
  readonly prefill: Spread;
  /** Milliseconds for one token. */
  readonly decode: Spread;
  /** Bytes of state and cache after the text. */
  readonly keptBytes: number;
}

export type Status = 'ready' | 'running' | 'paused' | 'finished' | 'cancelled' | 'failed';

export interface MeasurementState {
  readonly status: Status;
  readonly rows: readonly Row[];
  /** What is being run. */
  readonly at: { readonly subject: string; readonly length: number; readonly run: number } | null;
  /** Share of the work done, by its FLOPs. */
  readonly done: number;
  readonly secondsLeft: number;
  readonly error: EngineError | null;
}

export const WARM = 256;
export const LEAST = 3;
export const SHORTEST = 64;
const PLAN: Omit<Plan, 'lengths'> = { repeats: 5, tokens: 8, patience: 4000, guess: 2e9 };

/** Powers of two from 64 to `longest`. */
export function lengthsUpTo(longest: number): number[] {
  const lengths: number[] = [];
  for (let length = SHORTEST; length <= longest; length *= 2) lengths.push(length);
  return lengths;
}

/** Runs that a model gets at a length when one takes `milliseconds`, the thrown away one included. */
function runsAt(plan: Plan, length: number, milliseconds: number): number {
  return (milliseconds > plan.patience ? Math.min(LEAST, plan.repeats) : plan.repeats) + (length <= WARM ? 1 : 0);
}

/** Seconds that a plan will take at `rate` FLOP per second. Decoding is left out: some tokens are little beside a text. */
export function estimateSeconds(
  subjects: readonly Pick<Subject, 'flops'>[],
  lengths: readonly number[],
  rate: number,
  options: Partial<Plan> = {},
): number {
  const plan = { ...PLAN, ...options, lengths };
  let sum = 0;
  for (const length of lengths)
    for (const subject of subjects) {
      const seconds = subject.flops(length) / rate;
      sum += seconds * runsAt(plan, length, 1000 * seconds);
    }
  return sum;
}

/** One measurement, from ready to done, cancelled or failed. Listeners hear of every new row. */
export class Measurement {
  private current: MeasurementState = { status: 'ready', rows: [], at: null, done: 0, secondsLeft: 0, error: null };
  private readonly plan: Plan;
  private readonly control = new AbortController();
  private readonly listeners = new Set<() => void>();
  private wake: (() => void) | null = null;
  /** FLOP per second of each subject, from its last length. */
  private readonly rates = new Map<string, number>();

  constructor(
    private readonly subjects: readonly Subject[],
    plan: Partial<Plan> & Pick<Plan, 'lengths'>,
  ) {
    this.plan = { ...PLAN, ...plan };
    this.set({ secondsLeft: estimateSeconds(subjects, plan.lengths, this.plan.guess, plan) });
  }

  /** The same object until something changes. */
  get state(): MeasurementState {
    return this.current;
  }

  subscribe(changed: () => void): () => void {
    this.listeners.add(changed);
    return () => this.listeners.delete(changed);
  }

  /** Runs to the end, or until it is cancelled or fails. What was measured until then stands. */
  async run(): Promise<void> {
    if (this.current.status !== 'ready') return;
    this.set({ status: 'running' });
    try {
      for (const length of this.plan.lengths)
        for (const subject of this.subjects)
          this.set({ rows: [...this.current.rows, await this.row(subject, length)] });
      this.set({ status: 'finished', at: null, done: 1, secondsLeft: 0 });
    } catch (thrown) {
      const error = asEngineError(thrown);
      const cancelled = this.control.signal.aborted || error.code === 'cancelled';
      this.set({ status: cancelled ? 'cancelled' : 'failed', at: null, error: cancelled ? null : error });
    }
  }

  /** Takes hold before the next run: a run under way is not disturbed, so that its time is good. */
  pause(): void {
    if (this.current.status === 'running') this.set({ status: 'paused' });
  }

  resume(): void {
    if (this.current.status !== 'paused') return;
    this.set({ status: 'running' });
    this.wake?.();
  }

  /** Stops now; the run under way is dropped. */
  cancel(): void {
    this.control.abort();
    this.wake?.();
  }

  private async row(subject: Subject, length: number): Promise<Row> {
    const { signal } = this.control;
    const prefills: number[] = [];
    const steps: number[] = [];
    let keptBytes = 0;
    const warm = length <= WARM;
    let runs = runsAt(this.plan, length, 0);
    for (let run = 0; run < runs; run++) {
      this.tell(subject, length, run);
      await this.gate();
      const { milliseconds, keptBytes: kept } = await subject.prefill(length, signal);
      const tokens: number[] = [];
      for (let i = 0; i < this.plan.tokens; i++) tokens.push(await subject.decode(signal));
      runs = Math.max(run + 1, runsAt(this.plan, length, milliseconds));
      if (warm && run === 0) continue;
      prefills.push(milliseconds);
      steps.push(...tokens);
      keptBytes = kept;
    }
    const prefill = spreadOf(prefills);
    this.rates.set(subject.id, (1000 * subject.flops(length)) / Math.max(prefill.median, 1e-3));
    return { subject: subject.id, length, prefill, decode: spreadOf(steps), keptBytes };
  }

  /** Waits while paused. */
  private async gate(): Promise<void> {
    if (this.current.status === 'paused')
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    this.wake = null;
    this.control.signal.throwIfAborted();
  }

  /** Progress by the FLOPs behind and ahead, time left by each subject's own speed. */
  private tell(subject: Subject, length: number, run: number): void {
    let [behind, ahead, seconds] = [0, 0, 0];
    let passed = true;
    for (const l of this.plan.lengths)
      for (const s of this.subjects) {
        const rate = this.rates.get(s.id) ?? this.plan.guess;
        const once = s.flops(l);
        const runs = runsAt(this.plan, l, (1000 * once) / rate);
        const here = l === length && s === subject;
        if (here) passed = false;
        const finished = here ? Math.min(run, runs) : passed ? runs : 0;
        behind += finished * once;
        ahead += (runs - finished) * once;
        seconds += ((runs - finished) * once) / rate;
      }
    this.set({
      at: { subject: subject.id, length, run: run + 1 },
      done: behind / (behind + ahead),
      secondsLeft: seconds,
    });
  }

  private set(change: Partial<MeasurementState>): void {
    this.current = { ...this.current, ...change };
    for (const changed of this.listeners) changed();
  }
}
