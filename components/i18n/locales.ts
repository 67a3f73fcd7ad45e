/** The languages of the site, first the one for readers of neither. Always the first part of a path. */
export const locales = ['en', 'es'] as const;
export type Locale = (typeof locales)[number];

/** Each language in its own words. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', es: 'Español' };

export const isLocale = (text: string): text is Locale => (locales as readonly string[]).includes(text);

/** Site path of a page: ('es', 'lab') → '/es/lab/'; ('es', '') → '/es/'. next/link adds the base path. */
export const pathOf = (locale: Locale, page: string) => (page === '' ? `/${locale}/` : `/${locale}/${page}/`);

/** The same page in another language: '/en/lab/' → '/es/lab/'. */
export const inLocale = (path: string, locale: Locale) => path.replace(/^\/[^/]*/, `/${locale}`);

/** Where the reader's choice of language is kept, for the chooser at '/'. */
export const LOCALE_KEY = 'statescope.locale';
