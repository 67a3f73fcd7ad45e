import { written } from '@/components/book/chapter-source';
import { searchDocuments } from '@/components/book/search-documents';
import { type Locale, locales } from '@/components/i18n/locales';
import { chapters } from '@/content';

export const dynamic = 'force-static';
export const generateStaticParams = () => locales.map((locale) => ({ locale }));

/** The sections of all chapters, which the page's search indexes when it is first used. */
export async function GET(_: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  return Response.json(searchDocuments(written(chapters), (await params).locale as Locale));
}
