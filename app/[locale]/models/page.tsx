import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { Locale } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { readModels } from '@/components/models/card-source';
import { LoadYourOwn } from '@/components/models/LoadYourOwn';
import { ModelCard } from '@/components/models/ModelCard';
import { Overview } from '@/components/models/Overview';
import { Page } from '@/components/shell/Page';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'models' });
  return { title: t('title'), description: t('lead') };
}

/** Every model that comes with the site, as its card and its config tell it. */
export default async function Models({ params }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const t = await getTranslations('models');
  const models = readModels();
  const tasks = models.filter(({ card }) => card.task !== undefined);
  const language = models.filter(({ card }) => card.task === undefined);
  return (
    <Page reading>
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      <Overview models={language} />
      <h2 id="language">{t('language')}</h2>
      <p>{t('languageLead')}</p>
      {language.map((model) => (
        <ModelCard key={model.name} model={model} />
      ))}
      {tasks.length > 0 && (
        <>
          <h2 id="tasks">{t('tasks')}</h2>
          <p>{t('tasksLead')}</p>
          {tasks.map((model) => (
            <ModelCard key={model.name} model={model} />
          ))}
        </>
      )}
      <h2 id="own">{t('own.title')}</h2>
      <p>{t('own.lead')}</p>
      <Words locale={locale} also={['models']}>
        <LoadYourOwn />
      </Words>
    </Page>
  );
}
