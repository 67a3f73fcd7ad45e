'use client';
import MiniSearch, { type SearchResult } from 'minisearch';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { pathOf } from '../i18n/locales';
import { basePath } from '../shell/base-path';
import styles from './book.module.css';
import type { SearchDocument } from './chapter-source';

const MOST = 12;
const fold = (term: string) => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Searches all chapters; the index is made here, from a file of the site, when the box is first used. */
export function Search() {
  const locale = useLocale();
  const t = useTranslations('book');
  const [text, setText] = useState('');
  const [index, setIndex] = useState<MiniSearch<SearchDocument> | null>(null);
  const [failed, setFailed] = useState(false);
  const asked = useRef(false);
  const load = async () => {
    if (asked.current) return;
    asked.current = true;
    try {
      const answer = await fetch(`${basePath}${pathOf(locale, 'book')}search.json`);
      if (!answer.ok) throw new Error(String(answer.status));
      const made = new MiniSearch<SearchDocument>({
        fields: ['section', 'chapter', 'text'],
        storeFields: ['slug', 'chapter', 'section', 'text'],
        processTerm: fold,
        searchOptions: {
          boost: { section: 4, chapter: 2 },
          prefix: true,
          fuzzy: (term) => (term.length > 5 ? 0.2 : 0),
        },
      });
      made.addAll((await answer.json()) as SearchDocument[]);
      setFailed(false);
      setIndex(made);
    } catch {
      asked.current = false;
      setFailed(true);
    }
  };
  const wanted = text.trim();
  const found = wanted.length > 1 && index ? index.search(wanted).slice(0, MOST) : [];
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
          {index
            ? found.length > 0
              ? t('searchFound', { count: found.length })
              : t('searchNone', { text: wanted })
            : failed
              ? t('searchFailed')
              : t('searchLoading')}
        </p>
      )}
      <ul>
        {found.map((hit) => (
          <li key={String(hit.id)}>
            <Link href={`${pathOf(locale, `book/${hit.slug}`)}${anchor(hit)}`}>
              {hit.chapter}
              {hit.section && `: ${hit.section}`}
            </Link>
            <p>{around(hit.text, hit.terms)}</p>
          </li>
        ))}
      </ul>
    </search>
  );
}

const anchor = (hit: SearchResult) => (String(hit.id).includes('#') ? `#${String(hit.id).split('#')[1]}` : '');

/** The words around the first place where a term stands. */
function around(text: string, terms: readonly string[]): string {
  const plain = fold(text);
  const at = Math.max(0, Math.min(...terms.map((term) => plain.indexOf(term)).filter((i) => i >= 0), text.length));
  const start = text.lastIndexOf(' ', Math.max(0, at - 60)) + 1;
  const end = text.indexOf(' ', Math.min(text.length, at + 120));
  return `${start > 0 ? '… ' : ''}${text.slice(start, end < 0 ? undefined : end)}${end < 0 ? '' : ' …'}`;
}
