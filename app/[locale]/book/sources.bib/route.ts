import { locales } from '@/components/i18n/locales';
import { bibtex, type ReferenceKey, references } from '@/components/prose/references';

export const dynamic = 'force-static';
export const generateStaticParams = () => locales.map((locale) => ({ locale }));

/** The bibliography as one BibTeX file. */
export function GET(): Response {
  const entries = (Object.keys(references) as ReferenceKey[]).map(bibtex);
  return new Response(`${entries.join('\n\n')}\n`, { headers: { 'Content-Type': 'text/x-bibtex; charset=utf-8' } });
}
