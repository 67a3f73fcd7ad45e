/** The search as a student uses it: words with and without accents, in the other language, misspelt, and whole questions. */
import { describe, expect, it } from 'vitest';
import { written } from '@/components/book/chapter-source';
import { type SearchDocument, searchDocuments } from '@/components/book/search-documents';
import { excerptOf, fold, makeIndex } from '@/components/book/search-index';
import { locales } from '@/components/i18n/locales';
import { chapters } from '@/content';

const documents = { en: searchDocuments(written(chapters), 'en'), es: searchDocuments(written(chapters), 'es') };
const index = { en: makeIndex(documents.en, 'en'), es: makeIndex(documents.es, 'es') };

describe('what is searched', () => {
  it.each(locales)('reads as text in %s, with numbers in their places', (locale) => {
    for (const { id, slug, text } of documents[locale]) {
      expect(text, id).not.toMatch(/<\w|\\[a-zA-Z]|\*\*|---| \.( |$)/);
      expect(id.startsWith(slug)).toBe(true);
    }
    expect(documents[locale].find(({ id }) => id.startsWith('long-context#'))!.text).toContain('51.6');
  });
});

describe('the search', () => {
  it.each([
    ['en', 'half-life', 'memory#half-is-gone-after-how-long'],
    ['en', 'KV cache', 'attention#the-cache'],
    ['en', 'convolutoin', 'glossary#convolution'],
    ['en', 'what is a state', 'glossary#state'],
    ['en', 'ExpertsInt8', 'long-context'],
    ['en', 'RoPE', 'glossary#positional-encoding'],
    ['en', 'discretization', 'glossary#discretisation'],
    ['es', 'vida media', 'glossary#half-life'],
    ['es', 'half-life', 'glossary#half-life'],
    ['es', 'cache', 'attention#la-caché'],
    ['es', 'CONVOLUCION', 'glossary#convolution'],
    ['es', 'convolusion', 'glossary#convolution'],
    ['es', '¿qué es un estado?', 'glossary#state'],
  ] as const)('in %s has for “%s” among the first two places %s', (locale, asked, id) => {
    expect(
      index[locale]
        .search(asked)
        .slice(0, 2)
        .map((hit) => hit.id),
    ).toContain(id);
  });
  it('asks for all words, and for any of them only where no place has all', () => {
    for (const { text, section, also, chapter } of index.en.search('Mamba slow'))
      expect(fold(`${text} ${section} ${also} ${chapter}`)).toMatch(/slow/);
    expect(index.en.search('phonebook xylophone').length).toBeGreaterThan(0);
    expect(index.en.search('xylophone')).toEqual([]);
    expect(index.en.search(' ?! ')).toEqual([]);
  });
  it('puts the section before its exercises', () => {
    const place = (text: string, section: string): SearchDocument => ({
      ...{ id: section, slug: 'x', chapter: 'x', section: 'x', also: '' },
      text,
    });
    const two = makeIndex([place('the state fades', 'x#exercises'), place('the state fades', 'x#fading')], 'en');
    expect(two.search('state').map(({ id }) => id)).toEqual(['x#fading', 'x#exercises']);
  });
});

describe('an excerpt', () => {
  const shown = (text: string, terms: string[]) =>
    excerptOf(text, terms)
      .map(({ text, found }) => (found ? `[${text}]` : text))
      .join('');
  it('marks whole words, whatever their accents', () => {
    expect(shown('La caché y las cachés: caché.', ['cache'])).toBe('La [caché] y las cachés: [caché].');
  });
  it('begins and ends between words, near the first that was found', () => {
    const text = `${'one two three '.repeat(20)}needle ${'four five six '.repeat(30)}`;
    const excerpt = shown(text, ['needle']);
    expect(excerpt).toMatch(/^… (one|two|three) .*\[needle\] four .* (four|five|six) …$/);
    expect(excerpt.length).toBeLessThan(230);
  });
});
