import { getRequestConfig } from 'next-intl/server';
import { isLocale } from './locales';
import { catalogues } from './messages';

/** What next-intl's server functions know of a page: its language, from the path, and all words in it. */
export default getRequestConfig(async ({ requestLocale }) => {
  const requested = (await requestLocale) ?? '';
  const locale = isLocale(requested) ? requested : 'en';
  return { locale, messages: catalogues[locale], timeZone: 'UTC' };
});
