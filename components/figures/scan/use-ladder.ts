'use client';
import { type Remote, wrap } from 'comlink';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { ScanInput } from '@/engine/webgpu/ladder';
import type { LadderDevice, LadderHost, Place } from '@/engine/worker/ladder-host';
import { asEngineError } from '@/engine/worker/protocol';
import { type LadderRun, planOf } from './ladder-runs';

export interface LadderState {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  /** Null until it was asked for. */
  readonly device: LadderDevice | null;
  readonly runs: readonly LadderRun[];
  readonly error: EngineError | null;
}

const IDLE: LadderState = { status: 'idle', device: null, runs: [], error: null };

/** Runs the ladder in a worker of its own, rung by rung; each result is shown as it comes. The worker ends with the run. */
export function useLadder(): LadderState & { start(input: ScanInput): void; clear(): void } {
  const [state, set] = useState(IDLE);
  const worker = useRef<Worker | null>(null);
  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => stop, [stop]);
  const start = async (input: ScanInput) => {
    stop();
    set({ ...IDLE, status: 'running' });
    const own = new Worker(new URL('../../../engine/ladder-worker.ts', import.meta.url), { type: 'module' });
    worker.current = own;
    const current = () => worker.current === own;
    try {
      const host: Remote<LadderHost> = wrap<LadderHost>(own);
      const device = await host.open();
      const runs: LadderRun[] = [];
      const places: readonly Place[] = device.device === null ? ['cpu'] : ['webgpu', 'cpu'];
      if (current()) set((old) => ({ ...old, device }));
      let tokens = 0;
      // The plan looks at `runs` as they grow: a rung that was slow is not asked for more.
      for (const next of planOf(places, runs)) {
        if (next.tokens !== tokens) await host.use(input, next.tokens);
        tokens = next.tokens;
        runs.push({ ...next, ...(await host.measure(next.place, next.rung)) });
        if (!current()) return;
        set((old) => ({ ...old, runs: [...runs] }));
      }
      set((old) => ({ ...old, status: 'done' }));
    } catch (error) {
      if (current()) set((old) => ({ ...old, status: 'failed', error: asEngineError(error) }));
    } finally {
      if (current()) stop();
    }
  };
  const clear = () => {
    stop();
    set(IDLE);
  };
  return { ...state, start, clear };
}
