'use client';
import { useLocale, useTranslations } from 'next-intl';
import type { EngineError } from '@/engine/errors';
import type { FigureState } from '../figure/Figure';
import { useErrorWords, useFigureState } from '../figure/use-figure-state';
import { bundle } from '../shell/base-path';
import { type Engine, useEngine } from '../use-engine';

/** A bundled model for a figure, and what stands in the figure until it is there. */
export function useLive(name: string): { engine: Engine; state: FigureState } {
  const engine = useEngine({ source: bundle(name) });
  return { engine, state: useFigureState(engine, useLocale()) };
}

/** The figure's state until a text has been read for the first time, and where there is no text to read. */
export function useUntilRead(state: FigureState, read: boolean, text: string, empty: string): FigureState {
  const t = useTranslations('engine');
  if (state.kind !== 'ready' || read) return state;
  return text.trim() === '' ? { kind: 'empty', message: empty } : { kind: 'loading', what: t('reading') };
}

/** The figure's state once a run of its own has failed. */
export function useFailure(state: FigureState, error: EngineError | null): FigureState {
  const words = useErrorWords();
  if (state.kind !== 'ready' || !error) return state;
  const { message, detail } = words(error);
  return { kind: 'error', message, hint: detail };
}
