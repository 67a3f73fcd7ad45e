import Link from 'next/link';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { pathOf } from '../i18n/locales';
import { glossaryEntry } from './glossary';
import styles from './prose.module.css';

/** A word of the glossary, by its key; its definition shows on hover. */
export function Term({ k, children }: { k: string; children: ReactNode }) {
  const locale = useLocale();
  const entry = glossaryEntry(k);
  return (
    <Link
      className={styles.term!}
      href={`${pathOf(locale, 'book/glossary')}#${k}`}
      title={locale === 'es' ? entry.meaning.es : entry.meaning.en}
    >
      {children}
    </Link>
  );
}
