'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Suspense } from 'react';
import type { Engine } from '../use-engine';
import styles from './lab.module.css';

/** The first page's figure, which plays a recorded run where no engine runs; its code comes only then. */
const FirstRun = dynamic(() => import('../figures/FirstRun').then((module) => module.FirstRun), { ssr: false });

/** True where no engine runs, whatever the model: no workers, or no device of the kind that the reader asks for. */
export const plays = ({ status, error }: Pick<Engine, 'status' | 'error'>): boolean =>
  status === 'failed' && ['no-worker', 'no-device', 'internal'].includes(error!.code);

/** A run that was recorded with the model, in place of the lab that cannot run here. */
export function RecordedRun() {
  const t = useTranslations('lab.recorded');
  return (
    <div data-part="recorded">
      <p className={styles.recorded} role="status">
        {t('says')}
      </p>
      <Suspense>
        <FirstRun />
      </Suspense>
    </div>
  );
}
