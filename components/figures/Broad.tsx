import type { ReactNode } from 'react';
import styles from './figures.module.css';

/** A drawing with small print: on a narrow screen it keeps its size and scrolls sideways, by keyboard too. */
export function Broad({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a group of its own is no landmark, and this is not a form
    <div role="group" className={styles.broad} tabIndex={0} aria-label={label}>
      {children}
    </div>
  );
}
