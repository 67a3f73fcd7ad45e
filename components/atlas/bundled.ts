/** The story models that come with the site, with their configs. Server and build only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '@/engine/checkpoint/bundle';
import { parseConfig } from '@/engine/checkpoint/config';
import type { Locale } from '../i18n/locales';
import { parseCard } from '../models/card';
import type { AtlasModel } from './models';

export function bundledModels(locale: Locale, folder = join(process.cwd(), 'public', 'models')): AtlasModel[] {
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  return parseManifest(read('manifest.json'), 'models/manifest.json')
    .bundles.filter(({ name }) => name.startsWith('stories-'))
    .map(({ name }) => ({
      id: name,
      name: parseCard(JSON.parse(read(name, 'card.json')), `models/${name}/card.json`).title[locale],
      config: parseConfig(read(name, 'config.json'), `models/${name}/config.json`) as AtlasModel['config'],
      small: true,
    }));
}
