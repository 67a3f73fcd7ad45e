'use client';
import katex from 'katex';
import 'katex/dist/katex.min.css';
import { useMemo } from 'react';
import { katexOptions } from './katex-macros.mjs';
import styles from './prose.module.css';

/** A formula made at run time: the blueprint's own TeX, or a line with numbers put in. Scrolls where it is wider than its place. */
export function Tex({ tex }: { tex: string }) {
  const html = useMemo(
    () => katex.renderToString(tex, { ...katexOptions, displayMode: true, throwOnError: false }),
    [tex],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group is no landmark: two formulas of the same text may stand on a page
    <div
      className={styles.tex}
      role="group"
      aria-label={tex}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output of our own TeX
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
