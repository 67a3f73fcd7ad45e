import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import { type Locale, pathOf } from '../i18n/locales';
import styles from './book.module.css';
import type { Chapter } from './chapter';

/** The chapters in order, each with its one insight. */
export async function ChapterList({ locale, chapters }: { locale: Locale; chapters: readonly Chapter[] }) {
  const t = await getTranslations('book');
  return (
    <>
      <ol className={styles.chapters} data-width="wide">
        {chapters.map(({ slug, title, insight, minutes }) => (
          <li key={slug}>
            <Link href={pathOf(locale, `book/${slug}`)}>{title[locale]}</Link>
            <span className={styles.minutes}>{t('minutes', { minutes })}</span>
            <p>{insight[locale]}</p>
          </li>
        ))}
      </ol>
      <p>
        <Link href={pathOf(locale, 'book/glossary')}>{t('glossary')}</Link> ·{' '}
        <Link href={pathOf(locale, 'book/sources')}>{t('sources')}</Link>
      </p>
    </>
  );
}
