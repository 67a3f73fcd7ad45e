/** A chapter's text as data: which languages have it, its sections, its plain text for the search. Server and build only. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { type Locale, locales } from '../i18n/locales';
import type { Chapter } from './chapter';

const pathTo = (locale: Locale, slug: string) => join(process.cwd(), 'content', locale, `${slug}.mdx`);

/** The chapters that are written in every language, in order. */
export function written(chapters: readonly Chapter[]): readonly Chapter[] {
  return chapters.filter(({ slug }) => locales.every((locale) => existsSync(pathTo(locale, slug))));
}

export const chapterText = (locale: Locale, slug: string): string => readFileSync(pathTo(locale, slug), 'utf8');

export interface Heading {
  readonly text: string;
  /** As rehype-slug makes it. */
  readonly id: string;
}

/** The sections of a chapter: its level-2 headings. */
export function headingsOf(source: string): Heading[] {
  const slugger = new GithubSlugger();
  return [...source.matchAll(/^(##+) (.+)$/gm)]
    .map(([, level, text]) => ({ level: level!.length, text: plain(text!), id: slugger.slug(plain(text!)) }))
    .filter(({ level }) => level === 2);
}

/** Keys of the sources that a chapter cites, in the order of their first citation. */
export function citedIn(source: string): string[] {
  return [...new Set([...source.matchAll(/<Cite k="([^"]+)"/g)].map(([, key]) => key!))];
}

/** Words without mark-up: tags, TeX commands, emphasis and links are reduced to what is read. */
export function plain(source: string): string {
  return source
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, '')
    .replace(/options=\{\[[\s\S]*?\]\}/g, (options) =>
      [...options.matchAll(/'((?:[^'\\]|\\.)*)'|"([^"]*)"/g)].map((m) => m[1] ?? m[2]).join(' '),
    )
    .replace(/<[^>]*?\b(?:q|title)="([^"]*)"[^>]*>/g, '$1 ')
    .replace(/<[^>]+>/g, '')
    .replace(/\\[dt]?frac\{?(\w)\}?\{?(\w)\}?/g, '$1/$2')
    .replace(/\\S([A-Z])bar\b/g, '$1\u0304')
    .replace(/\\S(bar)?([a-zA-Z]+)/g, '$2')
    .replace(/\\(?:cdot|times)\b/g, '·')
    .replace(/\\[clv]?dots\b/g, '…')
    .replace(/\\[a-zA-Z]+/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`$#>{}|]|(?<!\w)_|_(?!\w)/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}
