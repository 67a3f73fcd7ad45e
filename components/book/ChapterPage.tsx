import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type Locale, pathOf } from '../i18n/locales';
import { type Reference, type ReferenceKey, references } from '../prose/references';
import { SymbolHover } from '../prose/SymbolHover';
import { Page } from '../shell/Page';
import styles from './book.module.css';
import type { Chapter } from './chapter';
import type { Heading } from './chapter-source';

/** A chapter as it is set: number and title, what to read first, its sections, the text, the chapters before and after. */
export async function ChapterPage({
  locale,
  chapter,
  chapters,
  headings,
  cited,
  children,
}: {
  locale: Locale;
  chapter: Chapter;
  /** All that are written, in order. */
  chapters: readonly Chapter[];
  headings: readonly Heading[];
  /** Keys of its sources, in order. */
  cited: readonly ReferenceKey[];
  children: ReactNode;
}) {
  const t = await getTranslations('book');
  const at = chapters.findIndex(({ slug }) => slug === chapter.slug);
  const link = (c: Chapter) => <Link href={pathOf(locale, `book/${c.slug}`)}>{c.title[locale]}</Link>;
  const needs = chapter.needs.map((slug) => chapters.find((c) => c.slug === slug)).filter((c) => c !== undefined);
  const [previous, next] = [chapters[at - 1], chapters[at + 1]];
  return (
    <Page reading>
      <header className={styles.head}>
        <p className={styles.number}>
          {t('number', { number: at + 1 })} · {t('minutes', { minutes: chapter.minutes })}
        </p>
        <h1>{chapter.title[locale]}</h1>
        <p className={styles.insight}>{chapter.insight[locale]}</p>
        {needs.length > 0 && (
          <p className={styles.needs}>
            {t('needs')}{' '}
            {needs.map((c, i) => (
              <span key={c.slug}>
                {i > 0 && ' · '}
                {link(c)}
              </span>
            ))}
          </p>
        )}
      </header>
      <nav className={styles.contents} data-width="note" aria-label={t('contents')}>
        <p>{t('contents')}</p>
        <ol>
          {headings.map(({ id, text }) => (
            <li key={id}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ol>
      </nav>
      {children}
      <section className={styles.cited} aria-labelledby="cited">
        <h2 id="cited">{t('sources')}</h2>
        <ul>
          {cited.map((key) => {
            const { short, title, where, url }: Reference = references[key];
            return (
              <li key={key}>
                {short}. <a href={url}>{title}</a>. {where}.
              </li>
            );
          })}
        </ul>
        <p>
          <Link href={pathOf(locale, 'book/sources')}>{t('allSources')}</Link>
        </p>
      </section>
      <SymbolHover />
      <nav className={styles.turn} aria-label={`${t('previous')}, ${t('next')}`}>
        {previous && (
          <p>
            <span>{t('previous')}</span> {link(previous)}
          </p>
        )}
        {next && (
          <p data-next>
            <span>{t('next')}</span> {link(next)}
          </p>
        )}
      </nav>
    </Page>
  );
}
