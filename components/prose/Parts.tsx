import { useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { Scroll } from '../shell/Scroll';
import styles from './prose.module.css';

/** What the reader will have learnt at the end: opens a chapter. */
export function Learn({ children }: { children: ReactNode }) {
  const t = useTranslations('book');
  return (
    <section className={styles.learn} aria-label={t('learn')}>
      <p className={styles.label}>{t('learn')}</p>
      {children}
    </section>
  );
}

/** What to take along: closes a chapter. */
export function Recap({ children }: { children: ReactNode }) {
  const t = useTranslations('book');
  return (
    <section className={styles.recap} aria-label={t('recap')}>
      <p className={styles.label}>{t('recap')}</p>
      {children}
    </section>
  );
}

/** A remark in the margin, or in the text where there is no margin. */
export function Note({ children }: { children: ReactNode }) {
  return (
    <aside role="note" data-width="note" className={styles.note}>
      {children}
    </aside>
  );
}

/** The head of a column of a Markdown table; the empty corner above a column of names is no head of anything. */
export function HeadCell(props: ComponentProps<'th'>) {
  return props.children === undefined ? <td /> : <th scope="col" {...props} />;
}

/** A Markdown table that compares things side by side: wider than the text, scrolls where it does not fit. */
export function Compare({ children }: { children: ReactNode }) {
  const t = useTranslations('book');
  return (
    <Scroll label={t('compare')} className={styles.compare} data-width="wide">
      {children}
    </Scroll>
  );
}
