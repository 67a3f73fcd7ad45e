'use client';
import { useLocale } from 'next-intl';
import type { WeightFormat } from '@/engine/backend';
import type { EngineError } from '@/engine/errors';
import type { FigureState } from '../figure/Figure';
import { useErrorWords, useFigureState } from '../figure/use-figure-state';
import { bundle } from '../shell/base-path';
import { type Engine, useEngine } from '../use-engine';

/** A bundled model for a figure, and what stands in the figure until it is there. */
export function useLive(name: string, dtype: WeightFormat = 'f32'): { engine: Engine; state: FigureState } {
  const engine = useEngine({ source: bundle(name), dtype });
  return { engine, state: useFigureState(engine, useLocale()) };
}

/** The figure's state once a run of its own has failed. */
export function useFailure(state: FigureState, error: EngineError | null): FigureState {
  const words = useErrorWords();
  if (state.kind !== 'ready' || !error) return state;
  const { message, detail } = words(error);
  return { kind: 'error', message, hint: detail };
}

/** The state of a figure that needs several things: the first that is not ready. */
export const stateOf = (...states: readonly FigureState[]): FigureState =>
  states.find(({ kind }) => kind !== 'ready') ?? { kind: 'ready' };
