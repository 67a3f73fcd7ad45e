import type { ReactNode } from 'react';
import styles from './figures.module.css';

/** Widths in user units that stills are drawn at: the column of the text, and a phone. */
const WIDE = 576;
const NARROW = 340;

/** A still drawn twice, for the column and for a phone, of which the page shows one: letters keep their size on both without scripts. */
export function ForWidths({ draw }: { draw: (width: number, narrow: boolean) => ReactNode }) {
  return (
    <>
      <div className={styles.roomy}>{draw(WIDE, false)}</div>
      <div className={styles.narrow} data-phone>
        {draw(NARROW, true)}
      </div>
    </>
  );
}
