/**
 * All words of the interface: components/messages/<language>/<namespace>.json, the same keys in each language (test/i18n/messages.test.ts).
 * A namespace is one part of the site; what a page's client components say is sent with that page only (Words.tsx).
 */
import atlasEn from '../messages/en/atlas.json';
import bookEn from '../messages/en/book.json';
import costEn from '../messages/en/cost.json';
import engineEn from '../messages/en/engine.json';
import figureEn from '../messages/en/figure.json';
import homeEn from '../messages/en/home.json';
import labEn from '../messages/en/lab.json';
import modelsEn from '../messages/en/models.json';
import shellEn from '../messages/en/shell.json';
import atlasEs from '../messages/es/atlas.json';
import bookEs from '../messages/es/book.json';
import costEs from '../messages/es/cost.json';
import engineEs from '../messages/es/engine.json';
import figureEs from '../messages/es/figure.json';
import homeEs from '../messages/es/home.json';
import labEs from '../messages/es/lab.json';
import modelsEs from '../messages/es/models.json';
import shellEs from '../messages/es/shell.json';
import type { Locale } from './locales';

const en = {
  atlas: atlasEn,
  book: bookEn,
  shell: shellEn,
  figure: figureEn,
  engine: engineEn,
  home: homeEn,
  lab: labEn,
  models: modelsEn,
  cost: costEn,
};
export type Messages = typeof en;
export type Namespace = keyof Messages;

export const catalogues: Readonly<Record<Locale, Messages>> = {
  en,
  es: {
    atlas: atlasEs,
    book: bookEs,
    shell: shellEs,
    figure: figureEs,
    engine: engineEs,
    home: homeEs,
    lab: labEs,
    models: modelsEs,
    cost: costEs,
  },
};

/** Namespaces that client components of every page use. */
export const COMMON: readonly Namespace[] = ['shell', 'figure', 'engine'];

/** The messages of these namespaces alone: what a page sends to the browser. */
export function pickMessages(locale: Locale, namespaces: readonly Namespace[]): Partial<Messages> {
  return Object.fromEntries(namespaces.map((name) => [name, catalogues[locale][name]]));
}

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
