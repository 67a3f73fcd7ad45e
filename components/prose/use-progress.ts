'use client';
import { useSyncExternalStore } from 'react';
import { NOTHING, type Progress, readProgress, subscribeProgress } from './progress';

/** What the reader has done so far; nothing while the page is being rendered on the server. */
export function useProgress(): Progress {
  return useSyncExternalStore(subscribeProgress, readProgress, () => NOTHING);
}
