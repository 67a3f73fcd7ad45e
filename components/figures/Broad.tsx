import type { ReactNode } from 'react';
import { Scroll } from '../shell/Scroll';
import styles from './figures.module.css';

/** A drawing with small print: on a narrow screen it keeps its size and scrolls sideways. */
export const Broad = ({ label, children }: { label: string; children: ReactNode }) => (
  <Scroll className={styles.broad} label={label}>
    {children}
  </Scroll>
);
