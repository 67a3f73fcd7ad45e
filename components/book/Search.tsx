'use client';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useRef, useState } from 'react';
import { pathOf } from '../i18n/locales';
import { basePath } from '../shell/base-path';
import styles from './book.module.css';
import type { SearchDocument } from './search-documents';
import { excerptOf, type Hit, makeIndex, type SearchIndex } from './search-index';

const MOST = 12;

/** Searches chapters and glossary; the index is made here, from a file of the site, when the box is first used. */
export function Search() {
  const locale = useLocale();
  const t = useTranslations('book');
  const [text, setText] = useState('');
  const [index, setIndex] = useState<SearchIndex | null>(null);
  const [failed, setFailed] = useState(false);
  const asked = useRef(false);
  const load = async () => {
    if (asked.current) return;
    asked.current = true;
    try {
      const answer = await fetch(`${basePath}${pathOf(locale, 'book')}search.json`);
      if (!answer.ok) throw new Error(String(answer.status));
      const made = makeIndex((await answer.json()) as SearchDocument[], locale);
      setFailed(false);
      setIndex(made);
    } catch {
      asked.current = false;
      setFailed(true);
    }
  };
  const wanted = text.trim();
  const found = useMemo(() => (wanted.length > 1 && index ? index.search(wanted) : []), [wanted, index]);
  const shown = found.slice(0, MOST);
  const status = () => {
    if (!index) return failed ? t('searchFailed') : t('searchLoading');
    if (found.length === 0) return t('searchNone', { text: wanted });
    return found.length > MOST
      ? t('searchBest', { shown: MOST, count: found.length })
      : t('searchFound', { count: found.length });
  };
  return (
    <search className={styles.search}>
      <label>
        {t('search')}{' '}
        <input
          type="search"
          value={text}
          onFocus={load}
          onChange={(e) => {
            void load();
            setText(e.target.value);
          }}
        />
      </label>
      {wanted.length > 1 && (
        <p role="status" className={styles.minutes}>
          {status()}
        </p>
      )}
      <ul>
        {shown.map((hit) => (
          <Found key={hit.id} hit={hit} />
        ))}
      </ul>
    </search>
  );
}

/** One place: where it is, and the words around what was found. */
function Found({ hit }: { hit: Hit }) {
  const locale = useLocale();
  const anchor = hit.id.slice(hit.slug.length);
  return (
    <li data-hit={hit.id}>
      <Link href={`${pathOf(locale, `book/${hit.slug}`)}${anchor}`}>{hit.section || hit.chapter}</Link>
      {hit.section && <span className={styles.minutes}> {hit.chapter}</span>}
      <p>{excerptOf(hit.text, hit.terms).map(({ text, found }, i) => (found ? <mark key={i}>{text}</mark> : text))}</p>
    </li>
  );
}
