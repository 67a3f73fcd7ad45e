import type { ReactNode } from 'react';
import styles from './Page.module.css';

/**
 * The column that every page is set in. Children take the width of text; `data-width="wide"` takes text and margin, `data-width="full"`
 * all of it (at most --full), and `data-width="note"` stands in the margin where there is one, and in the text below 1100 px.
 * `reading` sets the children as prose.
 */
export function Page({ reading = false, children }: { reading?: boolean; children: ReactNode }) {
  return (
    <main id="content" tabIndex={-1} className={reading ? `${styles.page} ${styles.reading}` : styles.page}>
      {children}
    </main>
  );
}
