import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { pathOf } from '../i18n/locales';
import styles from './Header.module.css';
import { LanguageSwitch } from './LanguageSwitch';
import { NavLink } from './NavLink';
import { SettingsButton } from './SettingsButton';
import { sections } from './sections';
import { Wordmark } from './Wordmark';

/** Name, sections, language and settings: the same on every page. */
export function Header() {
  const t = useTranslations('shell');
  const locale = useLocale();
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <div className={styles.row}>
        <Link className={styles.name} href={pathOf(locale, '')} aria-label={t('home')}>
          <Wordmark />
          {t('name')}
        </Link>
        {sections.length > 0 && (
          <nav className={styles.nav} aria-label={t('nav.label')}>
            {sections.map((id) => (
              <NavLink key={id} href={pathOf(locale, id)} className={styles.link!} current={styles.current!}>
                {t(`nav.${id}`)}
              </NavLink>
            ))}
          </nav>
        )}
        <div className={styles.tools}>
          <LanguageSwitch className={styles.tool!} />
          <SettingsButton className={styles.tool!} />
        </div>
      </div>
    </header>
  );
}
