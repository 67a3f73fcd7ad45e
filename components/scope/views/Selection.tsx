'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { aboutView, type ViewResult } from '@/engine/views';
import { formatNumber, LineChart, pointTable, Scatter, type Series, seriesTable } from '../../charts';
import { Figure, type FigureState } from '../../figure/Figure';
import { useFigureState } from '../../figure/use-figure-state';
import styles from '../lab.module.css';
import { useLab, useLabStore, useLabView } from '../use-lab';
import { Selected } from './Selected';
import { useHere, useViewState } from './use-here';
import { useTwin } from './use-twin';

/** What the layer selects: how strongly each token writes and how much it lets stand; how long what it wrote will last. */
export function Selection() {
  const t = useTranslations('lab.selection');
  const here = useHere();
  if (!here.run || !here.blueprint) return null;
  if (!here.has('write-plane', {})) return <p>{t('none')}</p>;
  return (
    <>
      <div className={styles.two}>
        <Planes />
        <HalfLives />
      </div>
      <Selected />
    </>
  );
}

/** Both planes on the same axes, so that flat is seen to be flat. */
function Planes() {
  const t = useTranslations('lab.selection');
  const store = useLabStore();
  const state = useViewState();
  const { locale, layer, run } = useHere();
  const wanted = useLab((lab) => lab.set.show) === 's4d';
  const { data, error } = useLabView('write-plane', layer, {});
  const twin = useTwin(layer, data?.kind, wanted);
  const waits = useFigureState(twin.engine, locale);
  const fits = (plane: typeof data) => (plane && plane.write.data.length <= run!.ids.length ? plane : null);
  const [own, other] = [fits(data), fits(twin.data)];
  const domains = useMemo(() => domainsOf([own, other]), [own, other]);
  return (
    <>
      <Plane plane={own} domains={domains} layer={layer} state={state(own, error)}>
        {twin.name && (
          <button
            type="button"
            aria-pressed={wanted}
            data-twin={twin.name}
            onClick={() => store.set({ show: wanted ? '' : 's4d' })}
          >
            {t(wanted ? 'without' : 'beside', { title: twin.title })}
          </button>
        )}
      </Plane>
      {wanted && twin.name && (
        <Plane
          plane={other}
          domains={domains}
          layer={twin.layer}
          title={twin.title}
          state={waits.kind === 'ready' ? state(other, twin.error) : waits}
        />
      )}
    </>
  );
}

type PlaneData = ViewResult<'write-plane'>;

/** Axes that hold the points of all planes; null while there are none. */
function domainsOf(planes: readonly (PlaneData | null)[]): { x: [number, number]; y: [number, number] } | null {
  const there = planes.filter((plane) => plane !== null);
  if (there.length < 2) return null;
  const x = there.flatMap((plane) => Array.from(plane.write.data));
  const y = there.flatMap((plane) => Array.from(plane.keep.data));
  return { x: [0, Math.max(...x)], y: [Math.min(...y), Math.max(1, ...y)] };
}

interface PlaneProps {
  readonly plane: PlaneData | null;
  readonly domains: ReturnType<typeof domainsOf>;
  readonly layer: number;
  /** The model, where it is not the one of the lab. */
  readonly title?: string;
  readonly state: FigureState;
  readonly children?: React.ReactNode;
}

function Plane({ plane, domains, layer, title, state, children }: PlaneProps) {
  const t = useTranslations('lab.selection');
  const store = useLabStore();
  const { locale, name, lit } = useHere();
  const about = aboutView('write-plane');
  const points = useMemo(
    () => (plane ? Array.from(plane.write.data, (x, i) => ({ x, y: plane.keep.data[i]!, label: name(i) })) : []),
    [plane, name],
  );
  return (
    <Figure
      name="write-plane"
      title={`${title ?? about.title[locale]}: ${t('layer', { layer: String(layer) })}`}
      caption={
        title
          ? plane?.kind === 's4d'
            ? t('flat')
            : t('planeCaption')
          : `${about.meaning[locale]} ${plane?.kind === 's4d' ? t('flat') : t('planeCaption')}`
      }
      state={state}
      table={() => pointTable(points, 'Δ‖B‖', 'Ā')}
      controls={children}
    >
      <div data-plane={plane?.kind}>
        <Scatter
          points={points}
          xLabel={t('write')}
          yLabel={t('keep')}
          label={`${about.title[locale]}${title ? `, ${title}` : ''}`}
          locale={locale}
          lit={lit}
          {...(domains ? { xDomain: domains.x, yDomain: domains.y } : {})}
          onHover={(i) => store.light({ token: i })}
          onSelect={(i) => void store.goTo(i)}
        />
      </div>
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
    const [slow, fast] = [of(data.slowest.data), of(data.fastest.data)];
    // A head of Mamba-2 has one decay for all its cells.
    if (slow.every((value, i) => value === fast[i]))
      return [{ id: 'slow', label: t('every'), colour: 'var(--sym-h)', x, y: slow }];
    return [
      { id: 'slow', label: t('slowest'), colour: 'var(--sym-h)', x, y: slow },
      { id: 'fast', label: t('fastest'), colour: 'var(--sym-A)', x, y: fast, dashed: true },
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
