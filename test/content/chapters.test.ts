/** What holds for every chapter in both languages: the same parts in the same order, names that resolve, figures that are described. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chapterText, headingsOf, plain, written } from '@/components/book/chapter-source';
import { figures } from '@/components/figures/registry';
import { type Locale, locales } from '@/components/i18n/locales';
import { factValue } from '@/components/prose/fact';
import { glossaryEntry } from '@/components/prose/glossary';
import { references } from '@/components/prose/references';
import { symbols } from '@/components/prose/symbols';
import { chapterOf, chapters } from '@/content';

const ready = written(chapters);
const all = (source: string, pattern: RegExp) => [...source.matchAll(pattern)].map((match) => match[1]!);
const texts = (slug: string) => locales.map((locale) => ({ locale, source: chapterText(locale, slug) }));

describe('the curriculum', () => {
  it('names only chapters that come earlier as needed', () => {
    chapters.forEach(({ slug, needs }, i) => {
      const before = chapters.slice(0, i).map((chapter) => chapter.slug);
      for (const need of needs) expect(before, `${slug} needs ${need}`).toContain(need);
    });
  });
  it.each(locales)('has a place for every text in %s', (locale) => {
    const files = readdirSync(`content/${locale}`).filter((file) => file.endsWith('.mdx'));
    for (const file of files) expect(chapterOf(file.replace('.mdx', '')), file).toBeDefined();
    expect(files.length).toBe(ready.length);
  });
});

/**
 * Minutes to read a chapter once: its words at 150 a minute, since there are formulas in them, and a minute for each figure. Exercises and
 * the explanations of answers are apart: not everybody opens them.
 */
function minutesOf(source: string): number {
  const read = source
    .replace(/<Exercise[\s\S]*?<\/Exercise>/g, '')
    .replace(/why: '(?:[^'\\]|\\.)*'/g, '')
    .replace(/\$\$[\s\S]*?\$\$/g, '');
  return plain(read).split(/\s+/).length / 150 + all(source, /<Fig name="([^"]+)"/g).length;
}

describe.each(ready.map(({ slug }) => slug))('chapter "%s"', (slug) => {
  it.each(locales)('says how many minutes it takes, 10 to 20, within two of its length in %s', (locale) => {
    const { minutes } = chapterOf(slug)!;
    expect(minutes).toBeGreaterThanOrEqual(10);
    expect(minutes).toBeLessThanOrEqual(20);
    expect(Math.abs(minutesOf(chapterText(locale, slug)) - minutes), slug).toBeLessThanOrEqual(2);
  });

  const [en, es] = texts(slug).map(({ source }) => source) as [string, string];

  it.each([
    ['figures', /<Fig name="([^"]+)"/g],
    ['predictions', /<Predict\s+id="([^"]+)"/g],
    ['quizzes', /<Quiz\s+id="([^"]+)"/g],
    ['exercises', /<Exercise\s+id="([^"]+)"/g],
    ['citations of the same sources', /<Cite k="([^"]+)"/g],
    ['facts', /<Fact ([^/]+)\/>/g],
  ] as const)('has the same %s in both languages', (what, pattern) => {
    const [a, b] = [all(en, pattern), all(es, pattern)];
    // A sentence may cite in another order in the other language.
    expect(what.startsWith('citations') ? b.sort() : b).toEqual(what.startsWith('citations') ? a.sort() : a);
  });

  it('has as many sections in both languages, three or more', () => {
    expect(headingsOf(es).length).toBe(headingsOf(en).length);
    expect(headingsOf(en).length).toBeGreaterThanOrEqual(3);
  });

  it('opens with what is learnt and ends with a recap, questions and exercises', () => {
    for (const { locale, source } of texts(slug)) {
      expect(source.trimStart().startsWith('<Learn>'), `${locale} starts with <Learn>`).toBe(true);
      expect(source, locale).toContain('<Recap>');
      expect(all(source, /<Predict\s+id="([^"]+)"/g).length, `${locale}: predictions`).toBeGreaterThanOrEqual(2);
      expect(all(source, /<Exercise\s+id="([^"]+)"/g).length, `${locale}: exercises`).toBeGreaterThanOrEqual(3);
      expect(source.match(/<Solution>/g)?.length, `${locale}: solutions`).toBe(source.match(/<Exercise/g)?.length);
    }
  });

  it('has at least three figures, each of this chapter, described in both languages', () => {
    const names = all(en, /<Fig name="([^"]+)"/g);
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) {
      const info = figures[name];
      expect(info, name).toBeDefined();
      expect(info!.chapter, name).toBe(slug);
      for (const text of [info!.title, info!.caption, info!.alt])
        for (const locale of locales) expect(text[locale].length, `${name} ${locale}`).toBeGreaterThan(10);
    }
  });

  it('cites, names and computes only what exists', () => {
    for (const { locale, source } of texts(slug)) {
      for (const key of all(source, /<Cite k="([^"]+)"/g))
        expect(Object.keys(references), `${locale} cites`).toContain(key);
      for (const key of all(source, /<Term k="([^"]+)"/g))
        expect(() => glossaryEntry(key), `${locale} ${key}`).not.toThrow();
      for (const name of all(source, /<Sym n="([^"]+)"/g))
        expect(Object.keys(symbols), `${locale} symbol`).toContain(name);
      for (const match of source.matchAll(/<Fact model="([^"]+)" of="([^"]+)"/g))
        expect(factValue({ model: match[1]!, of: match[2] as never })).toBeGreaterThanOrEqual(0);
    }
  });

  it('links to pages and anchors that exist', () => {
    const anchors = (locale: Locale, target: string) => [
      ...headingsOf(chapterText(locale, target)).map(({ id }) => id),
      ...all(chapterText(locale, target), /<(?:Fig name|Predict\s+id|Quiz\s+id|Exercise\s+id)="([^"]+)"/g),
    ];
    for (const { locale, source } of texts(slug))
      for (const link of all(source, /\]\(([^)]+)\)/g)) {
        if (/^https:\/\//.test(link)) continue;
        const [, chapter, anchor] = /^(?:\.\.\/([\w-]+)\/)?(?:#([\w-]+))?$/.exec(link) ?? [];
        expect(chapter ?? anchor, `${locale}: link ${link} is ../<chapter>/ or #<anchor>`).toBeDefined();
        const target = chapter ?? slug;
        expect([...ready.map((c) => c.slug), 'glossary', 'sources'], `${locale}: ${link}`).toContain(target);
        if (anchor && ready.some((c) => c.slug === target))
          expect(anchors(locale, target), `${locale}: ${link}`).toContain(anchor);
      }
  });

  it('gives every anchor to one thing only', () => {
    for (const { locale, source } of texts(slug)) {
      const ids = [
        ...headingsOf(source).map(({ id }) => id),
        ...all(source, /<(?:Fig name|Predict\s+id|Quiz\s+id|Exercise\s+id)="([^"]+)"/g),
      ];
      expect(
        ids.filter((id, i) => ids.indexOf(id) !== i),
        locale,
      ).toEqual([]);
    }
  });

  it('explains every option of every question, of which one is right', () => {
    for (const { locale, source } of texts(slug))
      for (const block of all(source, /<(?:Predict|Quiz)\b([\s\S]*?)\/>/g)) {
        const options = block.match(/\btext:/g)?.length ?? 0;
        expect(options, `${locale}: ${block.slice(0, 60)}`).toBeGreaterThanOrEqual(2);
        expect(block.match(/\bwhy:/g)?.length, `${locale}: every option has a why`).toBe(options);
        expect(block.match(/\bright: true/g)?.length, `${locale}: one right answer`).toBe(1);
      }
  });
});

describe('the search', () => {
  it('reduces mark-up to words', () => {
    expect(plain('A **bold** <Sym n="h" /> with [a link](../memory/) and $\\Sh_t$.')).toBe(
      'A bold with a link and h_t.',
    );
  });
});
