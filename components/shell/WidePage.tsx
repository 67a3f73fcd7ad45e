import type { ReactNode } from 'react';
import styles from './WidePage.module.css';

/** A page that is a tool rather than a text: title and one line of lead in a row, and all the width that there is for the rest. */
export function WidePage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <main id="content" tabIndex={-1} className={styles.page}>
      <div className={styles.head}>
        <h1>{title}</h1>
        <p>{lead}</p>
      </div>
      {children}
    </main>
  );
}
