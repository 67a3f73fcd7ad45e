'use client';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import type { SymbolName } from '@/engine/blueprint/types';
import styles from './prose.module.css';
import { symbolNames, symbols } from './symbols';

/** Lights a symbol everywhere in the chapter while one of its places is hovered, and says what it is. */
export function SymbolHover() {
  const locale = useLocale();
  const [name, setName] = useState<SymbolName | null>(null);
  useEffect(() => {
    const page = document.getElementById('content');
    if (!page) return;
    const over = ({ target }: Event) => {
      const classes = target instanceof Element ? target.closest('.sym')?.classList : undefined;
      setName(symbolNames.find((n) => classes?.contains(`sym-${n}`)) ?? null);
    };
    const leave = () => setName(null);
    page.addEventListener('mouseover', over);
    page.addEventListener('mouseleave', leave);
    return () => {
      page.removeEventListener('mouseover', over);
      page.removeEventListener('mouseleave', leave);
    };
  }, []);
  useEffect(() => {
    const page = document.getElementById('content');
    if (name) page?.setAttribute('data-lit', name);
    else page?.removeAttribute('data-lit');
  }, [name]);
  if (!name) return null;
  return (
    <p className={styles.symbolCard} aria-hidden="true">
      <span style={{ color: `var(--sym-${name})` }}>{symbols[name].name[locale]}</span>: {symbols[name].meaning[locale]}
    </p>
  );
}
