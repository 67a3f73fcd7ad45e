import { useTranslations } from 'next-intl';
import styles from './Footer.module.css';

export function Footer() {
  const t = useTranslations('shell.footer');
  return (
    <footer className={styles.footer}>
      <p>{t('private')}</p>
      <p>{t('licence')}</p>
    </footer>
  );
}
