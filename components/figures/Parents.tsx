'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatFixed, formatNumber } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { CheckGroup } from '../controls/CheckGroup';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { WINDOW } from './half-lives';
import type { LiveFigureProps } from './live';
import { FAMILIES, FAMILY_COLOURS, type Family, heldOf, positionsOf } from './parents';
import { PARENTS_WORDS as words } from './parents-words';
import { useWords } from './words';

/** Loss by position of our small hybrids and of their pure parents. */
export default function Parents(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [shown, set] = useState<readonly Family[]>(FAMILIES);
  const series = FAMILIES.filter((family) => shown.includes(family)).map((family) => ({
    id: family,
    label: w[family],
    colour: FAMILY_COLOURS[family],
    ...positionsOf(family),
  }));
  return (
    <Figure
      {...props}
      onReset={() => set(FAMILIES)}
      table={() => seriesTable(series, w.position, w.bits)}
      controls={
        <CheckGroup
          label={w.models}
          value={shown}
          options={FAMILIES}
          name={(family) => w[family]}
          least={1}
          onChange={set}
        />
      }
    >
      <LineChart
        series={series}
        xLabel={w.position}
        yLabel={w.bits}
        label={w.bits}
        locale={locale}
        height={300}
        formatY={(v) => formatNumber(v, locale)}
        marks={[{ x: WINDOW, label: w.window }]}
      />
      <p className={styles.said} role="status">
        {w.held} {series.map(({ id, label }) => `${label} ${formatFixed(heldOf(id), 2)}`).join(' · ')}
      </p>
    </Figure>
  );
}
