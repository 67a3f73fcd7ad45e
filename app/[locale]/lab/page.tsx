import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { Locale } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { readBundles } from '@/components/models/card-source';
import { Lab } from '@/components/scope/Lab';
import type { LabModel } from '@/components/scope/LabBar';
import { WidePage } from '@/components/shell/WidePage';
import type { TaskName } from '@/engine/tasks';

interface Props {
  readonly params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: (await params).locale as Locale, namespace: 'lab' });
  return { title: t('title'), description: t('lead') };
}

/** The lab: a text in a model, step by step. */
export default async function LabPage({ params }: Props) {
  const locale = (await params).locale as Locale;
  setRequestLocale(locale);
  const t = await getTranslations('lab');
  return (
    <WidePage title={t('title')} lead={t('lead')}>
      <Words locale={locale} also={['lab', 'home']}>
        <Lab models={textModels(locale)} />
      </Words>
    </WidePage>
  );
}

/** The bundles that read text, by their cards. */
function textModels(locale: Locale): LabModel[] {
  return readBundles()
    .filter(({ files }) => files.some(({ path }) => path === 'tokenizer.json'))
    .map(({ name, card }) => {
      const sizes = card.training?.sizes;
      const task = card.task && sizes ? { name: card.task as TaskName, least: sizes.least, most: sizes.most } : null;
      return { name, title: card.title[locale], task };
    });
}
