'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { EngineError } from '@/engine/errors';
import type { ViewName } from '@/engine/views';
import { type ViewOptions, viewNeeds } from '@/engine/views';
import { tokenLabel, tokenName } from '../../charts';
import type { FigureState } from '../../figure/Figure';
import { useLab } from '../use-lab';

/** What every view asks: where the reader stands, and what tokens are called. */
export function useHere() {
  const locale = useLocale() as 'en' | 'es';
  const run = useLab((lab) => lab.run);
  const model = useLab((lab) => lab.model);
  const token = useLab((lab) => lab.set.token);
  const channel = useLab((lab) => lab.set.channel);
  const lit = useLab((lab) => lab.lit.token);
  const pieces = run?.pieces;
  const text = useCallback((i: number) => pieces?.[i]?.text || pieces?.[i]?.display || '', [pieces]);
  const blueprint = model?.info.blueprint ?? null;
  const layer = run?.shown.layer ?? 0;
  return {
    locale,
    run,
    blueprint,
    layer,
    token,
    channel,
    lit: lit ?? token,
    text,
    name: (i: number) => tokenName(i, text(i), locale),
    short: (i: number) => tokenLabel(text(i)),
    /** Does the layer in view have anything to show in this view? */
    has: <N extends ViewName>(name: N, options: ViewOptions<N>) =>
      blueprint !== null && viewNeeds(blueprint, name, layer, options) !== null,
  };
}

/** The state of a figure that waits for a view of the worker. */
export function useViewState(): (data: unknown, error: EngineError | null) => FigureState {
  const t = useTranslations('lab.views');
  return (data, error) => {
    if (error) return { kind: 'error', message: t('failed'), hint: error.message };
    return data ? { kind: 'ready' } : { kind: 'loading', what: t('computing') };
  };
}
