import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DoneBox } from './DoneBox';
import styles from './prose.module.css';

/** An exercise: by hand, in the notebook, or open. Hint and solution unfold. */
export function Exercise({
  id,
  kind,
  title,
  children,
}: {
  id: string;
  kind: 'hand' | 'notebook' | 'open';
  title: string;
  children: ReactNode;
}) {
  const t = useTranslations('book');
  return (
    <section className={styles.exercise} id={id} aria-label={title}>
      <p className={styles.label}>{t(`kind.${kind}`)}</p>
      <p className={styles.exerciseTitle}>{title}</p>
      {children}
      <DoneBox id={id} label={t('done')} />
    </section>
  );
}

export function Hint({ children }: { children: ReactNode }) {
  return <Fold label="hint">{children}</Fold>;
}

export function Solution({ children }: { children: ReactNode }) {
  return <Fold label="solution">{children}</Fold>;
}

function Fold({ label, children }: { label: 'hint' | 'solution'; children: ReactNode }) {
  const t = useTranslations('book');
  return (
    <details className={styles.fold}>
      <summary>{t(label)}</summary>
      {children}
    </details>
  );
}
