'use client';
import { useTranslations } from 'next-intl';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LabModel } from '../LabBar';
import { useLab, useLabStore, useSet } from '../use-lab';
import { besideAt } from './beside-run';
import type { BesideState } from './beside-store';

/** What stands beside, and where it stands when the first run stands at the cursor. */
export function useBeside(): BesideState & { readonly at: number } {
  const { beside } = useLabStore();
  const state = useSyncExternalStore(beside.subscribe, beside.getSnapshot, beside.getSnapshot);
  const run = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const at = state.run && run ? besideAt(run.pieces, state.run, Math.min(token, run.ids.length - 1)) : 0;
  return { ...state, at };
}

const Models = createContext<readonly LabModel[]>([]);
/** The models that the lab offers, by name and title. */
export const ModelsProvider = Models.Provider;

/** What the two are called, told apart by what differs: the model, its weights, the changes. */
export function useTitles(): { readonly all: readonly LabModel[]; readonly title: string; readonly second: string } {
  const t = useTranslations('lab.beside');
  const all = useContext(Models);
  const { model, compare, besideDtype, besideChanges, changes } = useSet(
    'model',
    'compare',
    'besideDtype',
    'besideChanges',
    'changes',
  );
  const titleOf = (name: string) => all.find((one) => one.name === name)?.title ?? name;
  const parts = [
    titleOf(compare),
    besideDtype === 'f32' ? '' : besideDtype,
    besideChanges === 'none' && changes.length > 0 ? t('unchanged') : '',
  ].filter(Boolean);
  if (compare === model && parts.length === 1) parts.push('2');
  return { all, title: titleOf(model), second: parts.join(', ') };
}
