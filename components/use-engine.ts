'use client';
/**
 * The one way from a component to a live engine. It runs in a worker: nothing here waits on the main thread.
 *
 *   const engine = useEngine({ source, awake });      // loads when awake; shares the model with every figure that asks for the same
 *   engine.status      'asleep' | 'loading' | 'ready' | 'failed'
 *   engine.progress    while loading: { phase: 'open' | 'weights' | 'ready', done, total } (bytes, then weights placed)
 *   engine.model       when ready: LiveModel (engine/worker/client.ts lists all that it can do); model.info says on what it runs
 *   engine.tier        'webgpu' | 'cpu' | 'recorded': what the reader is told; 'recorded' when no engine runs here
 *   engine.error       when failed: EngineError with code, message and hint; engine.retry() tries again, engine.cancel() stops a load
 *   const session = useSession(engine.model);         // null until it is there; closed when the component goes
 *
 * The device, and the most memory a model may take, are the reader's settings (components/shell/settings.ts).
 */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { WeightFormat } from '@/engine/backend';
import { EngineError } from '@/engine/errors';
import { EngineClient, type LiveModel, type LiveSession } from '@/engine/worker/client';
import type { LoadProgress, ModelSource, WorkerLoadOptions } from '@/engine/worker/protocol';
import { EngineStore, keyOf, type ModelState } from './engine-store';
import { useSettings } from './shell/use-settings';

export type Tier = 'webgpu' | 'cpu' | 'recorded';

export interface Engine {
  readonly status: 'asleep' | ModelState['status'];
  readonly progress: LoadProgress | null;
  readonly model: LiveModel | null;
  readonly error: EngineError | null;
  /** Null until it is known. */
  readonly tier: Tier | null;
  retry(): void;
  cancel(): void;
}

export interface UseEngineOptions {
  /** Null for none yet. May be a new object each time: it is compared by content. */
  readonly source: ModelSource | null;
  /** Default 'f32'. */
  readonly dtype?: WeightFormat;
  /** False keeps a figure that nobody looks at from loading anything. Default true. */
  readonly awake?: boolean;
}

const store = new EngineStore(() => {
  if (typeof Worker === 'undefined')
    throw new EngineError('no-worker', 'This browser has no workers.', 'A newer browser runs the models live.');
  return new EngineClient(new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module' }));
});

/** A model in the worker and how far its loading is; nothing is loaded while not `awake` or without a source. */
export function useEngine({ source, dtype = 'f32', awake = true }: UseEngineOptions): Engine {
  const { backend, memory } = useSettings();
  const options: WorkerLoadOptions = { device: backend, dtype, maxBytes: memory * 2 ** 20 };
  const wanted = awake ? source : null;
  const key = wanted ? keyOf(wanted, options) : '';
  // `key` stands for both: new objects with the same content change nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const request = useMemo(() => (wanted ? { source: wanted, options } : null), [key]);
  const subscribe = useCallback(
    (changed: () => void) => (request ? store.use(request.source, request.options, changed) : () => undefined),
    [request],
  );
  const state = useSyncExternalStore(
    subscribe,
    () => request && store.state(request.source, request.options),
    () => null,
  );
  return useMemo(
    () => ({
      status: state?.status ?? 'asleep',
      progress: state?.status === 'loading' ? state.progress : null,
      model: state?.status === 'ready' ? state.model : null,
      error: state?.status === 'failed' ? state.error : null,
      tier: state?.status === 'ready' ? state.model.info.kind : state?.status === 'failed' ? 'recorded' : null,
      retry: () => request && store.retry(request.source, request.options),
      cancel: () => request && store.cancel(request.source, request.options),
    }),
    [state, request],
  );
}

/** A session of its own for a component. */
export function useSession(model: LiveModel | null): { session: LiveSession | null; error: EngineError | null } {
  const [made, setMade] = useState<{ model: LiveModel; session: LiveSession | null; error: EngineError | null } | null>(
    null,
  );
  useEffect(() => {
    if (!model) return;
    let gone = false;
    let own: LiveSession | null = null;
    model.createSession().then(
      (session) => {
        own = session;
        if (gone) session.close();
        else setMade({ model, session, error: null });
      },
      (error: EngineError) => {
        if (!gone) setMade({ model, session: null, error });
      },
    );
    return () => {
      gone = true;
      own?.close();
    };
  }, [model]);
  // A session of a model that was swapped out is closed: it is not handed out.
  return made && made.model === model ? made : { session: null, error: null };
}
