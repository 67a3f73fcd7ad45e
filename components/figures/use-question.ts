'use client';
import { useEffect, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';

/**
 * Asks something of a model, anew whenever model or `key` change. The last answer stays until the next is there, so that nothing jumps.
 * `tell` shows part of an answer while the rest is still being worked out.
 */
export function useQuestion<R>(
  model: LiveModel | null,
  key: string,
  ask: (model: LiveModel, signal: AbortSignal, tell: (part: R) => void) => Promise<R>,
): { answer: R | null; error: EngineError | null; busy: boolean } {
  const [state, set] = useState<{ key: string; answer: R | null; error: EngineError | null }>({
    key: '',
    answer: null,
    error: null,
  });
  // `key` stands for the question; `ask` is a new function each time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    const { signal } = stop;
    const timer = setTimeout(async () => {
      try {
        const answer = await ask(model, signal, (part) => {
          if (!signal.aborted) set({ key: '', answer: part, error: null });
        });
        if (!signal.aborted) set({ key, answer, error: null });
      } catch (error) {
        if (!signal.aborted) set((before) => ({ ...before, key, error: error as EngineError }));
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [model, key]);
  return { answer: state.answer, error: state.error, busy: model !== null && state.key !== key };
}
