'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import { asEngineError } from '@/engine/worker/protocol';

export interface Work {
  readonly busy: boolean;
  /** Of the last work, unless it was stopped. */
  readonly error: EngineError | null;
  /** Stops what is under way and begins anew; resolves when this work has ended, however it ended. */
  start(task: (signal: AbortSignal) => Promise<void>): Promise<void>;
  stop(): void;
}

/** Work that a reader starts and may stop: one at a time, stopped when the figure goes. */
export function useWork(): Work {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<EngineError | null>(null);
  const control = useRef<AbortController | null>(null);
  const stop = useCallback(() => control.current?.abort(), []);
  const start = useCallback(async (task: (signal: AbortSignal) => Promise<void>) => {
    control.current?.abort();
    const own = new AbortController();
    control.current = own;
    setBusy(true);
    setError(null);
    try {
      await task(own.signal);
    } catch (thrown) {
      if (!own.signal.aborted) setError(asEngineError(thrown));
    } finally {
      if (control.current === own) setBusy(false);
    }
  }, []);
  useEffect(() => stop, [stop]);
  return { busy, error, start, stop };
}
