'use client';
import { usePathname } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import { inLocale, LOCALE_KEY, localeNames, locales } from '../i18n/locales';
import { basePath } from './base-path';

/** The same place in the other language: path, query and hash. A plain link: it works without a script, which only adds query and hash. */
export function LanguageSwitch({ className }: { className: string }) {
  const t = useTranslations('shell');
  const locale = useLocale();
  const other = locales.find((name) => name !== locale)!;
  const href = basePath + inLocale(usePathname(), other);
  const keepPlace = (event: MouseEvent<HTMLAnchorElement>) => {
    try {
      localStorage.setItem(LOCALE_KEY, other);
    } catch {
      // The chooser will ask again.
    }
    event.currentTarget.href = href + location.search + location.hash;
  };
  return (
    <a className={className} href={href} hrefLang={other} lang={other} title={t('switchLanguage')} onClick={keepPlace}>
      {localeNames[other]}
    </a>
  );
}
