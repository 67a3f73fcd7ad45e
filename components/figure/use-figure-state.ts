'use client';
import { useTranslations } from 'next-intl';
import type { EngineErrorData } from '@/engine/worker/protocol';
import { formatBytes } from '../charts/format';
import type { Engine } from '../use-engine';
import type { FigureState } from './Figure';

/** An engine error in the reader's language, with the engine's own words (English, with the values) as the detail. */
export function useErrorWords(): (error: EngineErrorData) => { message: string; detail: string } {
  const t = useTranslations('engine');
  return (error) => ({
    message: t(`error.${error.code}`),
    detail: error.hint ? `${error.message} ${error.hint}` : error.message,
  });
}

/** What stands where a figure's picture will be while its engine is asleep, loading or failed: give it to Figure's `state`. */
export function useFigureState(engine: Engine, locale: string): FigureState {
  const t = useTranslations('engine');
  const words = useErrorWords();
  if (engine.status === 'ready') return { kind: 'ready' };
  if (engine.error) {
    const { message, detail } = words(engine.error);
    return { kind: 'error', message, hint: detail, onRetry: engine.retry };
  }
  if (!engine.progress) return { kind: 'empty', message: t('asleep') };
  const { phase, done, total } = engine.progress;
  if (total === 0 || phase === 'ready') return { kind: 'loading', what: t('starting') };
  const what =
    phase === 'open'
      ? t('downloading', { done: formatBytes(done, locale), total: formatBytes(total, locale) })
      : t('placing', { done: String(done), total: String(total) });
  return { kind: 'loading', what, done, total };
}
