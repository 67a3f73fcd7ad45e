/** What the search looks through: the sections of the chapters as they read, with the titles of their figures, and the glossary. Build only. */
import { figures } from '../figures/registry';
import type { Locale } from '../i18n/locales';
import { counted } from '../prose/counted';
import { factText } from '../prose/fact';
import { glossary, glossaryEntry } from '../prose/glossary';
import { measuredText } from '../prose/measured';
import type { Chapter } from './chapter';
import { chapterText, headingsOf, plain } from './chapter-source';

export interface SearchDocument {
  /** The slug, with the section's anchor. */
  readonly id: string;
  readonly slug: string;
  readonly chapter: string;
  readonly section: string;
  /** Other names of what the section is about: its terms in the other language, and what else they are called. */
  readonly also: string;
  readonly text: string;
}

const GLOSSARY = { en: 'Glossary', es: 'Glosario' } as const;

/** What people type for an entry of the glossary that has another name there. */
const CALLED: Readonly<Record<string, string>> = {
  'half-life': 'vida media',
  'positional-encoding': 'RoPE NoPE rotary posiciones rotatorias',
  'grouped-query-attention': 'GQA',
  'mixture-of-experts': 'MoE',
  'state-space-model': 'SSM',
  'state-space-duality': 'SSD',
  'zero-order-hold': 'ZOH',
  quantisation: 'quantization int8',
  discretisation: 'discretization',
  'structured-masked-attention': 'SMA',
};

/** Everything a term is called: in both languages, and otherwise. */
const namesOf = (key: string) => {
  const { en, es } = glossaryEntry(key);
  return `${en} ${es} ${CALLED[key] ?? ''}`.trim();
};

/** Numbers and figures in place of the tags that stand for them: what a reader sees there. */
function filled(source: string, locale: Locale): string {
  const value = (tag: string, name: string) =>
    new RegExp(`\\b${name}=(?:"([^"]*)"|\\{([^}]*)\\})`)
      .exec(tag)
      ?.slice(1)
      .find((v) => v !== undefined);
  return source
    .replace(/<Fact [^>]*\/>/g, (tag) =>
      factText(
        {
          model: value(tag, 'model')!,
          of: value(tag, 'of') as never,
          ...(value(tag, 'context') ? { context: Number(value(tag, 'context')) } : {}),
          ...(value(tag, 'bytes') ? { bytes: Number(value(tag, 'bytes')) } : {}),
        },
        locale,
      ),
    )
    .replace(/<Measured [^>]*\/>/g, (tag) => measuredText(value(tag, 'of')!, value(tag, 'as') as never, locale))
    .replace(/<Counted [^>]*\/>/g, (tag) => counted(value(tag, 'of')!, locale))
    .replace(
      /<Fig name="([^"]+)"[^>]*\/>/g,
      (_, name: string) => `${figures[name]!.title[locale]} ${figures[name]!.caption[locale]}`,
    )
    .replace(/\$\$[\s\S]*?\$\$/g, '');
}

/** One line of text: without the rules of tables and the dashes of lists, and no gap where a citation stood before a full stop. */
const joined = (text: string) =>
  text
    .replace(/-{3,}|^\s*-\s/gm, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:])(?= |$)/g, '$1');

/** One document per section of these chapters and per entry of the glossary. */
export function searchDocuments(chapters: readonly Chapter[], locale: Locale): SearchDocument[] {
  const sections = chapters.flatMap(({ slug, title }) => {
    const source = chapterText(locale, slug);
    const headings = headingsOf(source);
    return source.split(/^## .+$/m).map((part, i) => {
      const heading = i === 0 ? null : headings[i - 1]!;
      const terms = new Set([...part.matchAll(/<Term k="([^"]+)"/g)].map(([, key]) => key!));
      return {
        id: `${slug}${heading ? `#${heading.id}` : ''}`,
        slug,
        chapter: title[locale],
        section: heading?.text ?? '',
        also: [...terms].map(namesOf).join(' '),
        text: joined(plain(filled(part, locale))),
      };
    });
  });
  const entries = glossary.map(({ key, meaning, ...names }) => ({
    id: `glossary#${key}`,
    slug: 'glossary',
    chapter: GLOSSARY[locale],
    section: names[locale],
    also: namesOf(key),
    text: meaning[locale],
  }));
  return [...sections, ...entries];
}
