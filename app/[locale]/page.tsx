import Link from 'next/link';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { FirstRun } from '@/components/figures/FirstRun';
import { type Locale, pathOf } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { Page } from '@/components/shell/Page';
import { sections } from '@/components/shell/sections';
import styles from './home.module.css';

/** The first page: a model that runs, and the way to everything else. */
export default async function Home({ params }: { params: Promise<{ locale: string }> }) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const [t, shell] = [await getTranslations('home'), await getTranslations('shell')];
  return (
    <Page reading>
      <div data-width="full" className={styles.opening}>
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </div>
      <Words locale={locale} also={['home']}>
        <FirstRun />
      </Words>
      {sections.length > 0 && (
        <nav data-width="full" aria-label={t('sections')}>
          <dl className={styles.sections}>
            {sections.map((id) => (
              <div key={id}>
                <dt>
                  <Link href={pathOf(locale, id)}>{shell(`nav.${id}`)}</Link>
                </dt>
                <dd>{shell(`about.${id}`)}</dd>
              </div>
            ))}
          </dl>
        </nav>
      )}
    </Page>
  );
}
