import { useLocale, useTranslations } from 'next-intl';
import { figures } from '../figures/registry';
import { stills } from '../figures/stills';
import { pathOf } from '../i18n/locales';
import { sections } from '../shell/sections';
import { FigureSlot } from './FigureSlot';
import styles from './prose.module.css';

/** A figure of the book by name: its still picture on the server, the live figure when it comes into view. */
export function Fig({ name }: { name: string }) {
  const locale = useLocale();
  const t = useTranslations('book');
  const info = figures[name];
  const Still = stills[name];
  if (!info || !Still)
    throw new Error(`<Fig name="${name}">: no such figure in components/figures/registry.ts and stills.tsx`);
  const width = info.width ?? 'text';
  const still = info.stillIsText ? (
    <Still locale={locale} />
  ) : (
    <div role="img" aria-label={info.alt[locale]}>
      <Still locale={locale} />
    </div>
  );
  return (
    <div id={name} data-width={width === 'text' ? undefined : width} className={styles.figure}>
      <FigureSlot name={name} title={info.title[locale]} caption={info.caption[locale]} width={width} still={still}>
        <figure className={styles.still} aria-label={info.title[locale]}>
          <p className={styles.stillTitle}>{info.title[locale]}</p>
          {still}
          <figcaption>{info.caption[locale]}</figcaption>
        </figure>
      </FigureSlot>
      {info.lab && sections.includes('lab') && (
        <p className={styles.openLab}>
          <a href={`${pathOf(locale, 'lab')}?${info.lab}`}>{t('openInLab')}</a>
        </p>
      )}
    </div>
  );
}
