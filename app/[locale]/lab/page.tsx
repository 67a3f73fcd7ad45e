import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import type { Locale } from '@/components/i18n/locales';
import { Words } from '@/components/i18n/Words';
import { Lab } from '@/components/scope/Lab';
import type { LabModel } from '@/components/scope/LabBar';
import type { TaskName } from '@/engine/tasks';
import styles from './lab-page.module.css';

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
    <main id="content" tabIndex={-1} className={styles.page}>
      <div className={styles.head}>
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </div>
      <Words locale={locale} also={['lab', 'home']}>
        <Lab models={textModels(locale)} />
      </Words>
    </main>
  );
}

/** The bundles that read text, by their cards. */
function textModels(locale: Locale): LabModel[] {
  const folder = join(process.cwd(), 'public', 'models');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    bundles: { name: string; files: { path: string }[] }[];
  };
  return manifest.bundles
    .filter(({ files }) => files.some(({ path }) => path === 'tokenizer.json'))
    .map(({ name }) => {
      const card = JSON.parse(readFileSync(join(folder, name, 'card.json'), 'utf8')) as {
        title: Record<Locale, string>;
        task?: TaskName;
        training?: { sizes?: { least: number; most: number } };
      };
      const sizes = card.training?.sizes;
      const task = card.task && sizes ? { name: card.task, least: sizes.least, most: sizes.most } : null;
      return { name, title: card.title[locale], task };
    });
}
