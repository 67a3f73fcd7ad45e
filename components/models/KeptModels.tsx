'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import { type CachedModel, deleteCachedModel, listCachedModels } from '@/engine/checkpoint/cache';
import type { EngineError } from '@/engine/errors';
import { asEngineError } from '@/engine/worker/protocol';
import { formatBytes } from '../charts/format';
import { useErrorWords } from '../figure/use-figure-state';
import styles from './panel.module.css';

/** The downloads that this browser keeps, with their sizes and a way to be rid of each. Nothing where nothing is kept. */
export function KeptModels({ onDelete }: { onDelete: (repo: string) => void }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const words = useErrorWords();
  const [kept, setKept] = useState<readonly CachedModel[]>([]);
  const [failed, setFailed] = useState<EngineError | null>(null);
  const list = useCallback(
    () =>
      listCachedModels().then(setKept, (error) => {
        setFailed(asEngineError(error));
      }),
    [],
  );
  useEffect(() => {
    void list();
  }, [list]);
  const remove = async (repo: string) => {
    setFailed(null);
    try {
      await deleteCachedModel(repo);
      onDelete(repo);
    } catch (error) {
      setFailed(asEngineError(error));
    }
    await list();
  };
  if (kept.length === 0 && !failed) return null;
  return (
    <section aria-labelledby="kept">
      <h3 id="kept">{t('kept.title')}</h3>
      <ul className={styles.kept}>
        {kept.map(({ repo, bytes, complete }) => (
          <li key={repo}>
            <code>{repo}</code>
            <span>
              {formatBytes(bytes, locale)}
              {!complete && ` · ${t('kept.incomplete')}`}
            </span>
            <button type="button" aria-label={t('kept.deleteModel', { repo })} onClick={() => remove(repo)}>
              {t('kept.delete')}
            </button>
          </li>
        ))}
      </ul>
      {failed && (
        <p role="alert" className={styles.note}>
          {words(failed).message} {words(failed).detail}
        </p>
      )}
    </section>
  );
}
