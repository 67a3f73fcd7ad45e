import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Bibliography } from '@/components/book/Bibliography';
import { written } from '@/components/book/chapter-source';
import { type Locale, pathOf } from '@/components/i18n/locales';
import { basePath } from '@/components/shell/base-path';
import { Page } from '@/components/shell/Page';
import { chapters } from '@/content';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'book' });
  return { title: t('sources'), description: t('sourcesLead') };
}

export default async function SourcesPage({ params }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const t = await getTranslations('book');
  return (
    <Page reading>
      <h1>{t('sources')}</h1>
      <p>
        {t('sourcesLead')}{' '}
        <a href={`${basePath}${pathOf(locale, 'book')}sources.bib`} download="statescope.bib">
          {t('bibtex')}
        </a>
      </p>
      <Bibliography locale={locale} chapters={written(chapters)} />
    </Page>
  );
}
