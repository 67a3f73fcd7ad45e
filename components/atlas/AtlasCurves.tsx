'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { CostSums } from '@/engine/blueprint/cost';
import { formatBytes, formatCount } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import type { Series } from '../charts/line-chart';
import { seriesTable } from '../charts/tables';
import { formatLength } from '../cost/format-length';
import { Figure } from '../figure/Figure';
import styles from './atlas.module.css';
import { useAtlas } from './atlas-context';
import { CURVE, curveOf, stateOf } from './measures';

/** How memory and arithmetic of one token grow with the context: cache and state apart, one line style per architecture. */
export function AtlasCurves() {
  const t = useTranslations('atlas.curves');
  const { sides, state, locale } = useAtlas();
  const [memory, flops] = useMemo(() => {
    const line = (i: number, what: 'cache' | 'state' | 'flops', pick: (sums: CostSums) => number): Series | null => {
      const { model, blueprint } = sides[i]!;
      const y = curveOf(blueprint, state.bytes, pick);
      if (y.every((v) => v === 0)) return null;
      const colour = { cache: 'var(--sym-attention)', state: 'var(--sym-h)', flops: 'var(--ink)' }[what];
      const name = t(`line.${what}`);
      return {
        id: `${what}-${i}`,
        label: sides.length > 1 ? `${name}, ${model.name}` : name,
        colour,
        x: CURVE,
        y,
        dashed: i === 1,
      };
    };
    const present = (list: (Series | null)[]) => list.filter((s): s is Series => s !== null);
    return [
      present(sides.flatMap((_, i) => [line(i, 'cache', (s) => s.cacheBytes), line(i, 'state', stateOf)])),
      present(sides.map((_, i) => line(i, 'flops', (s) => s.decodeFlops))),
    ] as const;
  }, [sides, state.bytes, t]);
  const tokens = (x: number) => formatLength(x, locale);
  const common = {
    xLabel: t('x'),
    locale,
    xLog: true,
    yLog: true,
    xBase: 4,
    formatX: tokens,
    marks: [{ x: state.context, label: t('here') }],
  };
  return (
    <div className={styles.pair} data-sides={2}>
      <Figure
        name="atlas-memory"
        width="full"
        title={t('memory')}
        caption={t('memoryCaption')}
        table={() => seriesTable(memory, t('x'), t('bytes'))}
      >
        <LineChart
          {...common}
          series={memory}
          yBase={32}
          yLabel={t('bytes')}
          label={t('memory')}
          formatY={(y) => formatBytes(y, locale)}
        />
      </Figure>
      <Figure
        name="atlas-flops"
        width="full"
        title={t('flops')}
        caption={t('flopsCaption')}
        table={() => seriesTable(flops, t('x'), t('flop'))}
      >
        <LineChart
          {...common}
          series={flops}
          yLabel={t('flop')}
          label={t('flops')}
          formatY={(y) => formatCount(Math.round(y), locale)}
        />
      </Figure>
    </div>
  );
}
