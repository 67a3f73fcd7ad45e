'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { BarList } from '../charts/BarList';
import { formatBytes, formatCount, formatPercent } from '../charts/format';
import { barTable } from '../charts/tables';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { MINI, priceOf } from './total-active';
import { TOTAL_ACTIVE_WORDS as words } from './total-active-words';
import { useChoices } from './use-choices';
import { useWords } from './words';

/** Total and active parameters of a Jamba-1.5-Mini with other numbers of experts. */
export default function TotalActive(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ experts, used }, choose, reset] = useChoices(MINI);
  const price = useMemo(() => priceOf({ experts, used }), [experts, used]);
  const bars = [
    { id: 'total', label: w.total, value: price.total },
    { id: 'active', label: w.active, value: price.active },
  ];
  const slide = (label: string, value: number, least: number, most: number, change: (v: number) => void) => (
    <Slider label={label} value={value} min={least} max={most} onChange={change} />
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => barTable(bars, w.what, w.count, '')}
      controls={
        <>
          {slide(w.experts, experts, 2, 32, (v) => choose({ experts: v, used: Math.min(used, v) }))}
          {slide(w.used, used, 1, Math.min(8, experts), (v) => choose({ used: v }))}
        </>
      }
    >
      <div data-total={price.total} data-active={price.active}>
        <BarList
          bars={bars}
          label={w.count}
          locale={locale}
          colour="var(--sym-delta)"
          format={(v) => formatCount(v, locale)}
        />
        <p className={styles.said} role="status">
          {w.says
            .replace('{bytes}', formatBytes(price.bytes, locale))
            .replace('{share}', formatPercent(price.experts / price.total))
            .replace('{flops}', formatCount(price.flops, locale))}
        </p>
      </div>
    </Figure>
  );
}
