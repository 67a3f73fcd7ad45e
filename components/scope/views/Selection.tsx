'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { aboutView } from '@/engine/views';
import { formatNumber, LineChart, pointTable, Scatter, type Series, seriesTable } from '../../charts';
import { Figure } from '../../figure/Figure';
import styles from '../lab.module.css';
import { useLabStore, useLabView } from '../use-lab';
import { useHere, useViewState } from './use-here';

/** What the layer selects: how strongly each token writes and how much it lets stand; how long what it wrote will last. */
export function Selection() {
  const t = useTranslations('lab.selection');
  const here = useHere();
  if (!here.run || !here.blueprint) return null;
  if (!here.has('write-plane', {})) return <p>{t('none')}</p>;
  return (
    <div className={styles.two}>
      <Plane />
      <HalfLives />
    </div>
  );
}

function Plane() {
  const t = useTranslations('lab.selection');
  const store = useLabStore();
  const state = useViewState();
  const { locale, layer, name, lit, run } = useHere();
  const { data, error } = useLabView('write-plane', layer, {});
  const about = aboutView('write-plane');
  const points = useMemo(
    () =>
      data && data.write.data.length <= run!.ids.length
        ? Array.from(data.write.data, (x, i) => ({ x, y: data.keep.data[i]!, label: name(i) }))
        : [],
    [data, run, name],
  );
  return (
    <Figure
      name="write-plane"
      title={`${about.title[locale]}: ${t('layer', { layer: String(layer) })}`}
      caption={`${about.meaning[locale]} ${data?.kind === 's4d' ? t('flat') : t('planeCaption')}`}
      state={state(points.length > 0 ? data : null, error)}
      table={() => pointTable(points, 'Δ‖B‖', 'Ā')}
    >
      <Scatter
        points={points}
        xLabel={t('write')}
        yLabel={t('keep')}
        label={about.title[locale]}
        locale={locale}
        lit={lit}
        onHover={(i) => store.light({ token: i })}
        onSelect={(i) => void store.goTo(i)}
      />
    </Figure>
  );
}

function HalfLives() {
  const t = useTranslations('lab.selection');
  const store = useLabStore();
  const state = useViewState();
  const { locale, layer, channel, lit } = useHere();
  const { data, error } = useLabView('half-life', layer, {});
  const about = aboutView('half-life');
  const unit = Math.min(channel, (data?.units ?? 1) - 1);
  const series = useMemo((): Series[] => {
    if (!data) return [];
    const T = data.slowest.shape[0]!;
    const of = (values: Float32Array) => Array.from({ length: T }, (_, i) => values[i * data.units + unit]!);
    const x = Array.from({ length: T }, (_, i) => i);
    return [
      { id: 'slow', label: t('slowest'), colour: 'var(--sym-h)', x, y: of(data.slowest.data) },
      { id: 'fast', label: t('fastest'), colour: 'var(--sym-A)', x, y: of(data.fastest.data), dashed: true },
    ];
  }, [data, unit, t]);
  return (
    <Figure
      name="half-life"
      title={`${about.title[locale]}: ${data ? t(`unit.${data.unit}`) : ''} ${unit}`}
      caption={about.meaning[locale]}
      state={state(data, error)}
      table={() => seriesTable(series, 'token', t('halfLife'))}
    >
      <LineChart
        series={series}
        xLabel="token"
        yLabel={t('halfLife')}
        label={about.title[locale]}
        locale={locale}
        yLog
        height={260}
        litX={lit}
        formatY={(v) => formatNumber(v, locale)}
        onHoverX={(i) => store.light({ token: i })}
        onSelectX={(i) => void store.goTo(i)}
      />
    </Figure>
  );
}
