'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { glossary } from '../prose/glossary';
import styles from './book.module.css';

/** Small and without accents, so that 'semivida' is found by 'SEMI' and 'línea' by 'linea'. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** All terms in the order of the reader's language, with the other language's word beside them. */
export function Glossary() {
  const locale = useLocale();
  const t = useTranslations('book');
  const [text, setText] = useState('');
  const other = locale === 'es' ? 'en' : 'es';
  const wanted = fold(text.trim());
  const entries = glossary
    .filter((e) => fold(`${e.en} ${e.es} ${e.meaning[locale]}`).includes(wanted))
    .toSorted((a, b) => a[locale].localeCompare(b[locale], locale));
  return (
    <>
      <p className={styles.filter}>
        <label>
          {t('glossaryFilter')} <input type="search" value={text} onChange={(e) => setText(e.target.value)} />
        </label>
      </p>
      {entries.length === 0 && <p role="status">{t('glossaryNone', { text })}</p>}
      <dl className={styles.glossary}>
        {entries.map((e) => (
          <div key={e.key} id={e.key}>
            <dt>
              {e[locale]} <span lang={other}>{e[other]}</span>
            </dt>
            <dd>{e.meaning[locale]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
