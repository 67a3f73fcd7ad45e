import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { CostPage } from '@/components/cost/CostPage';
import { readCostModels } from '@/components/cost/models-source';
import type { Locale } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { Page } from '@/components/shell/Page';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'cost' });
  return { title: t('title'), description: t('lead') };
}

/** What models cost: curves from their blueprints, points from the reader's own device. */
export default async function Cost({ params }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const t = await getTranslations('cost');
  return (
    <Page reading>
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      <div data-width="full">
        <Words locale={locale} also={['cost']}>
          <CostPage models={readCostModels(locale)} />
        </Words>
      </div>
      <h2 id="method">{t('method.title')}</h2>
      <p>{t('method.roof')}</p>
      <p>{t('method.counted')}</p>
      <p>{t('method.left')}</p>
      <p>{t('method.measured')}</p>
    </Page>
  );
}
