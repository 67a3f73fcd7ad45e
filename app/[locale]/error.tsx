'use client';
import { useLocale, useTranslations } from 'next-intl';
import { pathOf } from '@/components/i18n/locales';
import { basePath } from '@/components/shell/base-path';
import { Page } from '@/components/shell/Page';

/** Stands in for a page that threw: what to do, and what happened. A plain link home: the router may be what broke. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('shell.error');
  const locale = useLocale();
  return (
    <Page reading>
      <h1>{t('title')}</h1>
      <p>{t('text')}</p>
      <p>
        <button type="button" onClick={reset}>
          {t('again')}
        </button>{' '}
        <a href={basePath + pathOf(locale, '')}>{t('home')}</a>
      </p>
      <details>
        <summary>{t('details')}</summary>
        <pre>{error.message}</pre>
      </details>
    </Page>
  );
}
