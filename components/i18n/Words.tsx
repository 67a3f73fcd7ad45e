import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';
import type { Locale } from './locales';
import { COMMON, type Namespace, pickMessages } from './messages';

/** Gives the client components inside it their words: the common namespaces and those named. */
export function Words({
  locale,
  also = [],
  children,
}: {
  locale: Locale;
  also?: readonly Namespace[];
  children: ReactNode;
}) {
  return (
    <NextIntlClientProvider locale={locale} messages={pickMessages(locale, [...COMMON, ...also])} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}
