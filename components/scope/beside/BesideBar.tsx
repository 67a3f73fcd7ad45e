'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { EngineBadge } from '../../figure/EngineBadge';
import { useErrorWords, useFigureState } from '../../figure/use-figure-state';
import { bundle } from '../../shell/base-path';
import { useEngine } from '../../use-engine';
import type { LabModel } from '../LabBar';
import { DEFAULTS, type LabState } from '../lab-state';
import { useLab, useLabStore, useSet } from '../use-lab';
import styles from './beside.module.css';
import { useBeside } from './use-beside';

const DTYPES = ['f32', 'f16', 'int8'] as const satisfies readonly LabState['besideDtype'][];

/** Chooses what reads beside: another model, or this one again under another setting. */
export function BesideChoice({ models }: { models: readonly LabModel[] }) {
  const t = useTranslations('lab.beside');
  const store = useLabStore();
  const { model, compare } = useSet('model', 'compare');
  return (
    <label className={styles.choice}>
      <span>{t('choose')}</span>
      <select
        value={compare}
        data-beside-choice
        onChange={(event) => {
          const compare = event.target.value;
          void store.setBeside(compare === '' ? { ...OFF, compare } : { compare });
          if (compare !== '') store.set({ view: 'compare' });
        }}
      >
        <option value="">{t('none')}</option>
        {models.map(({ name, title }) => (
          <option key={name} value={name}>
            {name === model ? t('self', { title }) : title}
          </option>
        ))}
      </select>
    </label>
  );
}

const { besideDtype, besideChanges } = DEFAULTS;
const OFF = { besideDtype, besideChanges };

/** The second model's own line: its setting, on what it runs, how far its loading is, what went wrong. Nothing while none is chosen. */
export function BesideBar({ models, opened }: { models: readonly LabModel[]; opened: boolean }) {
  const t = useTranslations('lab.beside');
  const locale = useLocale();
  const words = useErrorWords();
  const store = useLabStore();
  const set = useSet('compare', 'model', 'besideDtype', 'besideChanges', 'changes');
  const main = useLab((lab) => lab.run !== null);
  const { run, error, misfits } = useBeside();
  const { compare } = set;
  const title = models.find(({ name }) => name === compare)?.title;
  const awake = opened && title !== undefined;
  const engine = useEngine({ source: awake ? bundle(compare) : null, dtype: set.besideDtype, awake });
  useEffect(() => store.takeBeside(engine.model), [store, engine.model]);
  const state = useFigureState(engine, locale);
  if (!title) return null;
  const changes = set.changes.length > 0;
  const same = compare === set.model && set.besideDtype === 'f32' && (!changes || set.besideChanges === 'same');
  const notes = [
    error && t('failed', { reason: words(error).detail }),
    same && t('same'),
    run && run.apart === null && t('cut'),
    run && run.left > 0 && t('left', { kept: String(run.ids.length), left: String(run.left) }),
    ...misfits.map((reason) => t('misfit', { reason })),
    state.kind === 'error' && `${state.message} ${state.hint ?? ''}`,
  ].filter((note) => typeof note === 'string');
  return (
    <section className={styles.bar} aria-label={t('label')} data-beside={run && main ? run.ids.length : 'waiting'}>
      <b>{title}</b>
      <label>
        {t('weights')}{' '}
        <select
          value={set.besideDtype}
          onChange={(event) => void store.setBeside({ besideDtype: event.target.value as LabState['besideDtype'] })}
        >
          {DTYPES.map((dtype) => (
            <option key={dtype}>{dtype}</option>
          ))}
        </select>
      </label>
      {(changes || set.besideChanges === 'none') && (
        <label>
          <input
            type="checkbox"
            checked={set.besideChanges === 'same'}
            onChange={(event) => void store.setBeside({ besideChanges: event.target.checked ? 'same' : 'none' })}
          />{' '}
          {t('changes')}
        </label>
      )}
      <EngineBadge engine={engine} />
      {state.kind === 'loading' && (
        <span className={styles.progress} role="status">
          {state.what}{' '}
          <progress aria-label={state.what} {...(state.total ? { value: state.done ?? 0, max: state.total } : {})} />
        </span>
      )}
      {state.kind === 'error' && (
        <button type="button" onClick={engine.retry}>
          {t('retry')}
        </button>
      )}
      <button type="button" onClick={() => void store.setBeside({ ...OFF, compare: '' })}>
        {t('close')}
      </button>
      {notes.length > 0 && (
        <div className={styles.notes} role="status">
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
