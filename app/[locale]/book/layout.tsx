import 'katex/dist/katex.min.css';
import { setRequestLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Locale } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';

export default async function BookLayout({
  params,
  children,
}: {
  params: Promise<{ locale: string }>;
  children: ReactNode;
}) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  return (
    <Words locale={locale} also={['book']}>
      {children}
    </Words>
  );
}
