'use client';
import type { WeightFormat } from '@/engine/backend';
import type { Blueprint } from '@/engine/blueprint/types';
import type { FigureState } from '../figure/Figure';
import type { Engine } from '../use-engine';
import { useFailure, useLive } from './use-live';
import { type Ask, useQuestion } from './use-question';

export interface LiveRun<R> {
  /** For the figure's badge. */
  readonly engine: Engine;
  /** Of the model, once it is there. */
  readonly blueprint: Blueprint | null;
  /** For the figure: loading, or what went wrong with the model or the run. */
  readonly state: FigureState;
  /** The last answer, which stays until the next is there; null before the first. */
  readonly answer: R | null;
  /** The answer is not yet that of the question that stands now. */
  readonly busy: boolean;
}

/**
 * What most figures do: load a bundled model, ask it something, and ask anew whenever `key` changes, which names all that the question
 * depends on. `ask` gets a signal that is aborted once its answer is no longer wanted.
 */
export function useRun<R>(bundle: string, key: string, ask: Ask<R>, dtype: WeightFormat = 'f32'): LiveRun<R> {
  const { engine, state } = useLive(bundle, dtype);
  const { answer, error, busy } = useQuestion(engine.model, `${bundle} ${dtype} ${key}`, ask);
  return { engine, blueprint: engine.model?.info.blueprint ?? null, state: useFailure(state, error), answer, busy };
}
