import type { ReactNode } from 'react';
import styles from './Scroll.module.css';

/** Room for a table or drawing that may be wider than its place: it scrolls by itself, by keyboard too. */
export function Scroll(props: {
  /** What scrolls. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly 'data-width'?: 'wide';
  readonly children: ReactNode;
}) {
  const { label, className = styles.scroll, children, ...rest } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a group of its own is no landmark, and this is not a form
    <div {...rest} className={className} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
