'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { KEYS } from './lab-keys';
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
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles.sheet} onClose={onClose} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <dl>
        {KEYS.map(({ keys, line }) => (
          <div key={line}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{NAMES[key] ?? key}</kbd>
              ))}
            </dt>
            <dd>{t(`line.${line}` as 'line.play')}</dd>
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
