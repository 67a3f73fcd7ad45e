import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { Atlas } from '@/components/atlas/Atlas';
import { bundledModels } from '@/components/atlas/bundled';
import type { Locale } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { WidePage } from '@/components/shell/WidePage';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'atlas' });
  return { title: t('title'), description: t('lead') };
}

/** The atlas: every architecture of the review, drawn from its blueprint. */
export default async function AtlasPage({ params }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const t = await getTranslations('atlas');
  return (
    <WidePage title={t('title')} lead={t('lead')}>
      <Words locale={locale} also={['atlas', 'models']}>
        <Atlas bundled={bundledModels(locale)} />
      </Words>
    </WidePage>
  );
}
