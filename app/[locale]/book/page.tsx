import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { ChapterList } from '@/components/book/ChapterList';
import { written } from '@/components/book/chapter-source';
import { Search } from '@/components/book/Search';
import type { Locale } from '@/components/i18n/locales';
import { Page } from '@/components/shell/Page';
import { chapters } from '@/content';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'book' });
  return { title: t('title'), description: t('lead') };
}

/** The table of contents, and the search. */
export default async function Book({ params }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const t = await getTranslations('book');
  return (
    <Page reading>
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      <Search />
      <ChapterList locale={locale} chapters={written(chapters)} />
    </Page>
  );
}
