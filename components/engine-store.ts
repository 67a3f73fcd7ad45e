/**
 * Models that the page has loaded, shared by all figures. A model stays while somebody uses it and a little longer, so that turning a page
 * does not load it again; then its memory is freed. One worker runs all of them. use-engine.ts is the React side.
 */
import type { EngineError } from '@/engine/errors';
import type { EngineClient, LiveModel } from '@/engine/worker/client';
import { asEngineError, type LoadProgress, type ModelSource, type WorkerLoadOptions } from '@/engine/worker/protocol';

export type ModelState =
  | { readonly status: 'loading'; readonly progress: LoadProgress }
  | { readonly status: 'ready'; readonly model: LiveModel }
  | { readonly status: 'failed'; readonly error: EngineError };

/** How long an unused model is kept, in milliseconds. */
export const IDLE = 20_000;

const START: ModelState = { status: 'loading', progress: { phase: 'open', done: 0, total: 0 } };

/** One model being used, loading or loaded. */
interface Entry {
  state: ModelState;
  users: number;
  control: AbortController;
  idle: ReturnType<typeof setTimeout> | undefined;
  readonly listeners: Set<() => void>;
}

/** One worker for the page, and in it each model once, however many figures use it. */
export class EngineStore {
  private client: EngineClient | null = null;
  private readonly entries = new Map<string, Entry>();

  /** `start` makes a client; it throws where there is no Worker. */
  constructor(private readonly start: () => EngineClient) {}

  /** Uses a model until the returned function is called; `changed` hears of every new state. Loads it unless somebody has. */
  use(source: ModelSource, options: WorkerLoadOptions, changed: () => void): () => void {
    const key = keyOf(source, options);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = {
        state: START,
        users: 0,
        control: new AbortController(),
        idle: undefined,
        listeners: new Set(),
      };
      this.entries.set(key, entry);
      void this.load(entry, source, options);
    }
    const used = entry;
    clearTimeout(used.idle);
    used.users++;
    used.listeners.add(changed);
    return () => {
      used.listeners.delete(changed);
      if (--used.users > 0) return;
      used.idle = setTimeout(() => this.drop(key, used), IDLE);
    };
  }

  /** The state of a model, the same object until it changes; null if nobody asked for it. */
  state(source: ModelSource, options: WorkerLoadOptions): ModelState | null {
    return this.entries.get(keyOf(source, options))?.state ?? null;
  }

  /** Loads a failed or cancelled model again. */
  retry(source: ModelSource, options: WorkerLoadOptions): void {
    const entry = this.entries.get(keyOf(source, options));
    if (entry?.state.status !== 'failed') return;
    entry.control = new AbortController();
    this.change(entry, START);
    void this.load(entry, source, options);
  }

  /** Stops a load under way: its state becomes 'failed' with a 'cancelled' error, and `retry` starts it again. */
  cancel(source: ModelSource, options: WorkerLoadOptions): void {
    this.entries.get(keyOf(source, options))?.control.abort();
  }

  private async load(entry: Entry, source: ModelSource, options: WorkerLoadOptions): Promise<void> {
    const { signal } = entry.control;
    try {
      if (!this.client || this.client.ended) {
        this.client = this.start();
        this.client.onEnd = (error) => this.failAll(error);
      }
      const model = await this.client.load(source, options, {
        signal,
        onProgress: (progress) => {
          if (entry.control.signal === signal) this.change(entry, { status: 'loading', progress });
        },
      });
      if (signal.aborted) model.dispose();
      else this.change(entry, { status: 'ready', model });
    } catch (error) {
      if (entry.control.signal === signal) this.change(entry, { status: 'failed', error: asEngineError(error) });
    }
  }

  private drop(key: string, entry: Entry): void {
    this.entries.delete(key);
    if (entry.state.status === 'ready') entry.state.model.dispose();
    else entry.control.abort();
  }

  /** The worker is gone, and every model with it. */
  private failAll(error: EngineError): void {
    for (const entry of this.entries.values())
      if (entry.state.status !== 'failed') this.change(entry, { status: 'failed', error });
  }

  private change(entry: Entry, state: ModelState): void {
    entry.state = state;
    for (const changed of entry.listeners) changed();
  }
}

const numbers = new WeakMap<object, number>();
let nextNumber = 1;

/** The same for the same source and options; files and folders of the reader's own count by identity. */
export function keyOf(source: ModelSource, options: WorkerLoadOptions): string {
  return JSON.stringify([source, options], (_, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return value;
    if (!numbers.has(value)) numbers.set(value, nextNumber++);
    return `#${numbers.get(value)}`;
  });
}
