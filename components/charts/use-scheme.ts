import { useSyncExternalStore } from 'react';
import type { Scheme } from './colour';

/** The colour scheme in force: the reader's setting (`data-scheme` on the root element), else the system's. */
export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, read, () => 'light');
}

function read(): Scheme {
  const chosen = document.documentElement.dataset.scheme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function subscribe(changed: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-scheme'] });
  media.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', changed);
  };
}
