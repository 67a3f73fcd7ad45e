'use client';
import { useEffect, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';

export interface Reading<R> {
  /** Text of each token. */
  readonly tokens: readonly string[];
  readonly result: R;
}

/** Longest text that a figure of the book reads. */
export const MOST_TOKENS = 96;

/**
 * Reads a text with a model and asks something of it: the tokens and what `ask` returns, anew whenever model, text or `key` change. The
 * last answer stays until the next is there, so that nothing jumps.
 */
export function useReading<R>(
  model: LiveModel | null,
  text: string,
  key: string,
  ask: (model: LiveModel, ids: Uint32Array, signal: AbortSignal) => Promise<R>,
  most = MOST_TOKENS,
): { reading: Reading<R> | null; error: EngineError | null; busy: boolean } {
  const [state, set] = useState<{ key: string; reading: Reading<R> | null; error: EngineError | null }>({
    key: '',
    reading: null,
    error: null,
  });
  const wanted = `${key}\n${text}`;
  // `wanted` stands for text and question; `ask` is a new function each time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { ids, pieces } = await model.encode(text);
        const count = Math.min(ids.length, most);
        const result = await ask(model, ids.slice(0, count), stop.signal);
        const tokens = pieces.slice(0, count).map((piece) => piece.text);
        set({ key: wanted, reading: { tokens, result }, error: null });
      } catch (error) {
        if (!stop.signal.aborted) set((before) => ({ ...before, key: wanted, error: error as EngineError }));
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [model, wanted]);
  return { reading: state.reading, error: state.error, busy: model !== null && state.key !== wanted };
}
