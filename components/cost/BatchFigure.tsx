'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { largestBatch, tokensPerSecond } from '@/engine/bench';
import { formatBytes, formatCount, formatNumber, formatSi } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import type { ChartNote, Series } from '../charts/line-chart';
import { seriesTable } from '../charts/tables';
import { Figure } from '../figure/Figure';
import styles from './cost.module.css';
import { formatLength } from './format-length';
import { type CostModel, dashedAmong } from './models';
import type { ChosenDevice } from './use-cost';

const MOST = 1024;

interface Props {
  readonly models: readonly CostModel[];
  readonly against: CostModel | null;
  readonly device: ChosenDevice | null;
  readonly at: number;
  readonly batch: number;
  readonly bytes: number;
}

/** Tokens per second of a whole batch, up to the batch that memory allows: where "up to 8 times" comes from. */
export function BatchFigure({ models, against, device, at, batch, bytes }: Props) {
  const t = useTranslations('cost.throughput');
  const locale = useLocale();
  const rows = useMemo(() => {
    if (!device) return [];
    const storage = { weightBytes: bytes, stateBytes: 2 };
    return models.map((model) => {
      const most = largestBatch(model.profile, device.memory, at, storage);
      const x: number[] = [];
      for (let n = 1; n <= Math.min(most, MOST); n *= 2) x.push(n);
      if (most > 1 && most < MOST && x.at(-1) !== most) x.push(most);
      const rate = (n: number) => tokensPerSecond(model.profile, at, n, storage, device);
      return { model, most, rate, x };
    });
  }, [models, device, at, bytes]);
  const series = rows
    .filter(({ x }) => x.length > 0)
    .map(
      ({ model, most, x, rate }): Series => ({
        id: model.id,
        label: model.name,
        colour: model.colour,
        x,
        y: x.map(rate),
        dashed: dashedAmong(models, model),
        // A line that ends before the frame is named at its ring.
        unnamed: most < MOST,
      }),
    );
  const notes = rows
    .filter(({ most }) => most > 0 && most < MOST)
    .map(
      ({ model, most, rate }): ChartNote => ({
        x: most,
        y: rate(most),
        text: `${model.name}: ${formatCount(most, locale)}`,
        colour: model.colour,
        ring: true,
      }),
    );
  const base = rows.find(({ model }) => model.id === against?.id);
  const words = { at: formatLength(at, locale), memory: formatBytes(device?.memory ?? 0, locale) };
  return (
    <Figure
      title={t('title')}
      caption={t('caption', words)}
      name="cost-batch"
      id="batch"
      width="full"
      reserve="320px"
      state={
        series.length > 0
          ? { kind: 'ready' }
          : { kind: 'empty', message: device ? t('nothingFits', words) : t('noDevice') }
      }
      table={() => seriesTable(series, t('batch'), t('rate'))}
    >
      <LineChart
        series={series}
        xLog
        yLog
        xBase={2}
        xLabel={t('batch')}
        yLabel={t('rate')}
        label={t('title')}
        locale={locale}
        height={320}
        firstWidth={1100}
        formatX={(v) => formatCount(v, locale)}
        formatY={(v) => formatSi(v, '')}
        notes={notes}
        litX={batch}
      />
      <ul className={styles.said}>
        {rows.map(({ model, most, rate }) => {
          if (most === 0) return <li key={model.id}>{t('tooLarge', { model: model.name, ...words })}</li>;
          const same = base && base !== rows.find((r) => r.model === model) && base.most > 0;
          const shared = Math.min(batch, most, base?.most ?? most);
          return (
            <li key={model.id} data-most={`${model.id} ${most}`}>
              <span className={styles.swatch} style={{ background: model.colour }} />{' '}
              {t('fits', {
                model: model.name,
                most: formatCount(most, locale),
                rate: formatSi(rate(Math.min(most, 1e6)), ''),
              })}{' '}
              {same &&
                t('ratio', {
                  batch: shared,
                  against: base.model.name,
                  same: formatNumber(rate(shared) / base.rate(shared), locale),
                  best: formatNumber(rate(Math.min(most, 1e6)) / base.rate(base.most), locale),
                })}
            </li>
          );
        })}
      </ul>
    </Figure>
  );
}
