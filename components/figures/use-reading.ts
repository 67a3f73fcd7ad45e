'use client';
import { useTranslations } from 'next-intl';
import type { LiveModel } from '@/engine/worker/client';
import type { FigureState } from '../figure/Figure';
import { type LiveRun, useRun } from './use-run';

export interface Reading<R> {
  /** Text of each token. */
  readonly tokens: readonly string[];
  readonly result: R;
}

/** Longest text that a figure of the book reads. */
export const MOST_TOKENS = 96;

/** Asks something about the tokens of a text. */
export type AskOfText<R> = (model: LiveModel, ids: Uint32Array, signal: AbortSignal) => Promise<R>;

export interface LiveReading<R> extends Omit<LiveRun<R>, 'answer'> {
  /** Null before the first, and for a text without a word. */
  readonly reading: Reading<R> | null;
}

/**
 * Reads a text with a bundled model and asks something of it: the tokens and what `ask` returns, anew whenever text or `key` change.
 * Without a word the figure's state says that some are wanted.
 */
export function useReading<R>(
  bundle: string,
  text: string,
  key: string,
  ask: AskOfText<R>,
  most = MOST_TOKENS,
): LiveReading<R> {
  const [figure, engine] = [useTranslations('figure'), useTranslations('engine')];
  const { answer, ...run } = useRun<{ reading: Reading<R> | null }>(
    bundle,
    `${key}\n${text}`,
    async (model, signal) => {
      if (text.trim() === '') return { reading: null };
      const { ids, pieces } = await model.encode(text);
      const count = Math.min(ids.length, most);
      const result = await ask(model, ids.slice(0, count), signal);
      return { reading: { tokens: pieces.slice(0, count).map((piece) => piece.text), result } };
    },
  );
  const reading = answer?.reading ?? null;
  if (run.state.kind !== 'ready' || reading) return { ...run, reading };
  const state: FigureState = answer
    ? { kind: 'empty', message: figure('noWords') }
    : { kind: 'loading', what: engine('reading') };
  return { ...run, state, reading };
}
