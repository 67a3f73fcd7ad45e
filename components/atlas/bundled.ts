/** The story models that come with the site, with their configs. Server and build only. */
import type { Locale } from '../i18n/locales';
import { readBundles } from '../models/card-source';
import type { AtlasModel } from './models';

export const bundledModels = (locale: Locale, folder?: string): AtlasModel[] =>
  readBundles(folder)
    .filter(({ name }) => name.startsWith('stories-'))
    .map(({ name, card, config }) => ({
      id: name,
      name: card.title[locale],
      config: config as AtlasModel['config'],
      small: true,
    }));
