import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { type Locale, pathOf } from '../i18n/locales';
import { type Reference, type ReferenceKey, references } from '../prose/references';
import styles from './book.module.css';
import type { Chapter } from './chapter';
import { chapterText, citedIn } from './chapter-source';

/** Every reference under the name by which the text cites it, with the chapters that do; the anchors are the keys in lower case. */
export async function Bibliography({ locale, chapters }: { locale: Locale; chapters: readonly Chapter[] }) {
  const t = await getTranslations({ locale, namespace: 'book' });
  const cited = chapters.map(({ slug, title }, i) => ({
    slug,
    title: title[locale],
    number: i + 1,
    keys: citedIn(chapterText(locale, slug)),
  }));
  const entries = (Object.entries(references) as [ReferenceKey, Reference][]).toSorted(
    ([, a], [, b]) => a.short.localeCompare(b.short) || a.year - b.year,
  );
  return (
    <ul className={styles.sources}>
      {entries.map(([key, r]) => {
        const places = cited.filter(({ keys }) => keys.includes(key));
        return (
          <li key={key} id={key.toLowerCase()}>
            <b>{r.short}.</b> {people(r.authors)} ({r.year}). <a href={r.url}>{r.title}</a>. {r.where}.
            {places.length > 0 && (
              <span className={styles.minutes}>
                {' '}
                {t('citedIn', { count: places.length })}{' '}
                {places.map(({ slug, title, number }, i) => (
                  <span key={slug}>
                    {i > 0 && ', '}
                    <Link href={pathOf(locale, `book/${slug}`)} title={title}>
                      {number}
                    </Link>
                  </span>
                ))}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** BibTeX's names as a reader writes them: 'Gu, Albert and Dao, Tri' → 'Albert Gu, Tri Dao'; '{NVIDIA}' → 'NVIDIA'. */
function people(authors: string): string {
  const names = authors.split(' and ').map((name) => name.replace(/[{}]/g, '').split(', ').reverse().join(' '));
  const others = names.at(-1) === 'others';
  return others ? `${names.slice(0, -1).join(', ')} et al.` : names.join(', ');
}
