'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { placedFiles } from '@/engine/checkpoint/disk';
import type { ModelSource } from '@/engine/worker/protocol';
import { formatBytes } from '../charts/format';
import { useErrorWords } from '../figure/use-figure-state';
import { useEngine } from '../use-engine';
import { Continuation } from './Continuation';
import { Found } from './Found';
import { KeptModels } from './KeptModels';
import styles from './panel.module.css';

/** Opens a model of the reader's own: a folder, files, or a repository of the Hugging Face hub. Nothing is sent anywhere. */
export function LoadYourOwn() {
  const t = useTranslations('models');
  const [source, setSource] = useState<ModelSource | null>(null);
  const engine = useEngine({ source });
  const [repo, setRepo] = useState('');
  const [revision, setRevision] = useState('');
  const take = (files: FileList | null) => {
    if (files?.length) setSource({ kind: 'files', files: placedFiles(files) });
  };
  const open = (event: FormEvent) => {
    event.preventDefault();
    const name = repo.trim();
    if (name) setSource({ kind: 'hub', repo: name, ...(revision.trim() ? { revision: revision.trim() } : {}) });
  };
  const kept = source?.kind === 'hub' ? source.repo : null;
  return (
    <div className={styles.panel}>
      <div className={styles.ways}>
        <label className={styles.way}>
          <span>{t('own.folder')}</span>
          <input type="file" {...{ webkitdirectory: '' }} data-way="folder" onChange={(e) => take(e.target.files)} />
        </label>
        <label className={styles.way}>
          <span>{t('own.files')}</span>
          <input type="file" multiple data-way="files" onChange={(e) => take(e.target.files)} />
        </label>
        <form className={styles.hub} onSubmit={open}>
          <label className={styles.way}>
            <span>{t('own.repo')}</span>
            <input
              type="text"
              value={repo}
              placeholder="state-spaces/mamba-130m-hf"
              spellCheck={false}
              autoCapitalize="none"
              onChange={(e) => setRepo(e.target.value)}
            />
          </label>
          <label className={styles.way}>
            <span>{t('own.revision')}</span>
            <input
              type="text"
              value={revision}
              placeholder="main"
              spellCheck={false}
              autoCapitalize="none"
              onChange={(e) => setRevision(e.target.value)}
            />
          </label>
          <button type="submit" disabled={repo.trim() === ''}>
            {t('own.open')}
          </button>
          <p className={styles.note}>{t('own.repoNote')}</p>
        </form>
      </div>
      <Status engine={engine} />
      {engine.model && (
        <>
          <Found info={engine.model.info} />
          <Continuation key={engine.model.info.model} model={engine.model} />
        </>
      )}
      {/* Lists anew once a load has ended, well or badly: both may have left files. */}
      <KeptModels key={`${kept}-${engine.status}`} onDelete={(gone) => gone === kept && setSource(null)} />
    </div>
  );
}

/** Loading with a way to stop it, or what went wrong with a way to try again. */
function Status({ engine }: { engine: ReturnType<typeof useEngine> }) {
  const t = useTranslations('models');
  const e = useTranslations('engine');
  const figure = useTranslations('figure');
  const locale = useLocale();
  const words = useErrorWords();
  if (engine.error) {
    const { message, detail } = words(engine.error);
    return (
      <div role="alert" className={styles.standing}>
        <p>{message}</p>
        {engine.error.code !== 'cancelled' && <p className={styles.note}>{detail}</p>}
        <button type="button" onClick={engine.retry}>
          {figure('retry')}
        </button>
      </div>
    );
  }
  if (!engine.progress) return engine.model ? null : <p className={styles.standing}>{t('own.empty')}</p>;
  const { phase, done, total } = engine.progress;
  const what =
    total === 0 || phase === 'ready'
      ? e('starting')
      : phase === 'open'
        ? e('downloading', { done: formatBytes(done, locale), total: formatBytes(total, locale) })
        : e('placing', { done: String(done), total: String(total) });
  return (
    <div role="status" className={styles.standing}>
      <p>{what}</p>
      <progress aria-label={what} {...(total ? { value: done, max: total } : {})} />
      <button type="button" onClick={engine.cancel}>
        {t('own.cancel')}
      </button>
    </div>
  );
}
