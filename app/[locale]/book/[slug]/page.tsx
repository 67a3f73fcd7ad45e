import type { Metadata } from 'next';
import { setRequestLocale } from 'next-intl/server';
import { ChapterPage } from '@/components/book/ChapterPage';
import { chapterText, citedIn, headingsOf, written } from '@/components/book/chapter-source';
import type { Locale } from '@/components/i18n/locales';
import type { ReferenceKey } from '@/components/prose/references';
import { chapterOf, chapters } from '@/content';

interface Props {
  readonly params: Promise<{ locale: string; slug: string }>;
}

export const dynamicParams = false;
export const generateStaticParams = () => written(chapters).map(({ slug }) => ({ slug }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const chapter = chapterOf(slug)!;
  return { title: chapter.title[locale as Locale], description: chapter.insight[locale as Locale] };
}

export default async function ChapterRoute({ params }: Props) {
  const { locale, slug } = await params;
  setRequestLocale(locale as Locale);
  const source = chapterText(locale as Locale, slug);
  const { default: Text } = await import(`@/content/${locale}/${slug}.mdx`);
  return (
    <ChapterPage
      locale={locale as Locale}
      chapter={chapterOf(slug)!}
      chapters={written(chapters)}
      headings={headingsOf(source)}
      cited={citedIn(source) as ReferenceKey[]}
    >
      <Text />
    </ChapterPage>
  );
}
