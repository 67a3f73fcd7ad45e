import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { type Locale, locales } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { Document } from '@/components/shell/Document';
import { Footer } from '@/components/shell/Footer';
import { Header } from '@/components/shell/Header';
import '../fonts.css';
import '../globals.css';

interface Props {
  readonly params: Promise<{ locale: string }>;
  readonly children: ReactNode;
}

export const dynamicParams = false;
export const generateStaticParams = () => locales.map((locale) => ({ locale }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'shell' });
  return { title: { default: t('name'), template: `%s · ${t('name')}` }, description: t('description') };
}

export default async function LocaleLayout({ params, children }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  return (
    <Document lang={locale}>
      <Words locale={locale}>
        <Header />
        {children}
        <Footer />
      </Words>
    </Document>
  );
}
