'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { TABS } from './LabViews';
import { type Action, KEYS } from './lab-keys';
import styles from './transport.module.css';

const NAMES: Readonly<Record<string, string>> = {
  ' ': '␣',
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

/** All keys of the lab, on a sheet that escape closes. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('lab.keySheet');
  const views = useTranslations('lab.views');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const says = (line: string, action: Action) =>
    action.do === 'view' ? t('line.view', { name: views(TABS[action.index]!) }) : t(`line.${line}` as 'line.play');
  return (
    <dialog ref={dialog} className={styles.sheet} onClose={onClose} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <dl>
        {KEYS.map(({ keys, line, action }) => (
          <div key={line}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{NAMES[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{says(line, action)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('charts')}</p>
      <button type="button" onClick={() => dialog.current?.close()}>
        {t('close')}
      </button>
    </dialog>
  );
}
