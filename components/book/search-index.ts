/** The book's search, apart from its box: an index over sections and glossary entries, and what of a text is shown. No React, no DOM. */
import MiniSearch from 'minisearch';
import type { Locale } from '../i18n/locales';
import type { SearchDocument } from './search-documents';

/** Small and without accents: 'Convolución' is found by 'convolucion'. As long as the text it folds, so that places agree. */
export const fold = (text: string): string => text.normalize('NFC').replace(/\p{L}/gu, bare);
const bare = (letter: string) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().slice(0, letter.length);

/** Words that ask, not words that are asked for. */
const SMALL: Readonly<Record<Locale, ReadonlySet<string>>> = {
  en: new Set(
    'a an and are as at be by can do does for from how in is it its of on or that the this to was what when which who why with'.split(
      ' ',
    ),
  ),
  es: new Set(
    'a al como con cual cuando cuanto de del donde el en es esta este la las lo los o para por porque que quien se son su sus un una y'.split(
      ' ',
    ),
  ),
};

export interface SearchIndex {
  /** Places where all the words stand, else those with any of them; best first. */
  search(text: string): Hit[];
}

export interface Hit extends SearchDocument {
  /** The words of this place that were found, folded. */
  readonly terms: readonly string[];
}

/** Half as much as another place: exercises repeat the words of the sections that explain them. */
const weightOf = (id: string) => (/#(exercises|ejercicios)$/.test(id) ? 0.5 : 1);

export function makeIndex(documents: readonly SearchDocument[], locale: Locale): SearchIndex {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const made = new MiniSearch<SearchDocument>({
    fields: ['section', 'also', 'chapter', 'text'],
    processTerm: fold,
    searchOptions: {
      boost: { section: 4, also: 3, chapter: 2 },
      boostDocument: (id) => weightOf(String(id)),
      // The beginning of a word finds it, from three letters on; a long word may have a letter or two wrong.
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 5 ? 0.2 : 0),
    },
  });
  made.addAll(documents);
  const asked = (text: string) => {
    const words = text.split(/[\s\p{P}]+/u).filter((word) => word !== '');
    const large = words.filter((word) => !SMALL[locale].has(fold(word)));
    return (large.length > 0 ? large : words).join(' ');
  };
  return {
    search(text) {
      const words = asked(text);
      if (words === '') return [];
      const all = made.search(words, { combineWith: 'AND' });
      const found = all.length > 0 ? all : made.search(words, { combineWith: 'OR' });
      return found.map(({ id, terms }) => ({ ...byId.get(String(id))!, terms }));
    },
  };
}

export interface Piece {
  readonly text: string;
  /** One of the words that were found. */
  readonly found: boolean;
}

const [BEFORE, AFTER] = [60, 130];

/** The words around the first place where one of the terms stands, cut into pieces that are one of them or are not. */
export function excerptOf(text: string, terms: readonly string[]): Piece[] {
  const whole = text.normalize('NFC');
  const folded = fold(whole);
  const words = terms
    .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .toSorted((a, b) => b.length - a.length);
  const places =
    words.length === 0
      ? []
      : [...folded.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'gu'))];
  const at = places[0]?.index ?? 0;
  const start = at <= BEFORE ? 0 : whole.indexOf(' ', at - BEFORE) + 1;
  const stop = whole.indexOf(' ', Math.min(whole.length, at + AFTER));
  const end = stop < 0 ? whole.length : stop;
  const pieces: Piece[] = [];
  const add = (piece: string, found: boolean) => piece !== '' && pieces.push({ text: piece, found });
  if (start > 0) add('… ', false);
  let from = start;
  for (const { index, 0: word } of places) {
    if (index < from || index + word.length > end) continue;
    add(whole.slice(from, index), false);
    add(whole.slice(index, index + word.length), true);
    from = index + word.length;
  }
  add(whole.slice(from, end), false);
  if (end < whole.length) add(' …', false);
  return pieces;
}
