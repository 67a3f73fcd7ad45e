import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Glossary } from '@/components/book/Glossary';
import type { Locale } from '@/components/i18n/locales';
import { Page } from '@/components/shell/Page';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'book' });
  return { title: t('glossary'), description: t('glossaryLead') };
}

export default async function GlossaryPage({ params }: Props) {
  setRequestLocale((await params).locale as Locale);
  const t = await getTranslations('book');
  return (
    <Page reading>
      <h1>{t('glossary')}</h1>
      <p>{t('glossaryLead')}</p>
      <Glossary />
    </Page>
  );
}
