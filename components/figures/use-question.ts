'use client';
import { useEffect, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';
import { asEngineError } from '@/engine/worker/protocol';

/** Works out an answer; `tell` shows a part of it while the rest is still to come. */
export type Ask<R> = (model: LiveModel, signal: AbortSignal, tell: (part: R) => void) => Promise<R>;

/** How long a choice must stand before the model is asked, in milliseconds: typing and dragging ask once. */
const PAUSE = 150;

/** Asks something of a model, anew whenever model or `key` change. The last answer stays until the next is there, so that nothing jumps. */
export function useQuestion<R>(
  model: LiveModel | null,
  key: string,
  ask: Ask<R>,
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
        if (!signal.aborted) set((before) => ({ ...before, key, error: asEngineError(error) }));
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [model, key]);
  return { answer: state.answer, error: state.error, busy: model !== null && state.key !== key };
}
