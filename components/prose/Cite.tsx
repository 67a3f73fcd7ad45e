import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { pathOf } from '../i18n/locales';
import styles from './prose.module.css';
import { type Reference, type ReferenceKey, references } from './references';

/** A source: short name and place in the text, the whole entry on hover and focus, a link to the bibliography. */
export function Cite({ k, at }: { k: ReferenceKey; at?: string }) {
  const locale = useLocale();
  const t = useTranslations('book');
  const reference: Reference | undefined = references[k];
  if (!reference) throw new Error(`<Cite k="${k}">: no such reference; known: ${Object.keys(references).join(', ')}`);
  return (
    <span className={styles.cite}>
      <Link href={`${pathOf(locale, 'book/sources')}#${k.toLowerCase()}`}>
        {reference.short}
        {at && `, ${at}`}
      </Link>
      <span className={styles.card} role="note" aria-label={t('source')}>
        {reference.title}. <em>{reference.where}</em>
      </span>
    </span>
  );
}
