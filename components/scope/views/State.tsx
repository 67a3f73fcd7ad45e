'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { aboutView } from '@/engine/views';
import { formatNumber, formatPercent, Heatmap, LineChart, matrixTable, type Series, seriesTable } from '../../charts';
import { Figure } from '../../figure/Figure';
import styles from '../lab.module.css';
import { pulseOf } from '../lab-run';
import { unitAt, unitAxis } from '../tensor-read';
import { useLab, useLabStore, useLabView } from '../use-lab';
import { useHere, useViewState } from './use-here';

/** Lines drawn of one unit's cells: the largest at the cursor. */
const LINES = 6;
const COLOURS = ['h', 'B', 'delta', 'C', 'y', 'A'] as const;

/** The memory of the layer: what one step does to it, how full each channel is over the text, the cells of one channel. */
export function State() {
  const t = useTranslations('lab.state');
  const here = useHere();
  if (!here.run || !here.blueprint) return null;
  if (!here.has('step-update', { token: 0, unit: 0 })) return <p>{t('none')}</p>;
  return (
    <div className={styles.two}>
      <Update />
      <Cells />
      <Norms />
    </div>
  );
}

function Update() {
  const t = useTranslations('lab.state');
  const state = useViewState();
  const { locale, layer, token, channel, name, run, blueprint } = useHere();
  const units = blueprint!.dims.ssm_heads ?? blueprint!.dims.d_inner!;
  const unit = Math.min(channel, units - 1);
  const { data, error } = useLabView('step-update', layer, { token: Math.min(token, run!.ids.length - 1), unit });
  const about = aboutView('step-update');
  const rows = ['before', 'kept', 'write', 'after'] as const;
  const cells = data?.after.data.length ?? 0;
  const values = useMemo(() => {
    const all = new Float32Array(4 * cells);
    if (data)
      for (const [i, part] of [data.before, data.kept, data.write, data.after].entries()) all.set(part.data, i * cells);
    return all;
  }, [data, cells]);
  const matrix = { rows: 4, cols: cells, values };
  const say = (v: number) => formatNumber(v, locale);
  return (
    <Figure
      name="step-update"
      title={`${about.title[locale]}: ${data ? t(`unit.${data.unit}`) : ''} ${unit}, ${name(token)}`}
      caption={about.meaning[locale]}
      state={state(data, error)}
      table={() => matrixTable(matrix, '', (r) => t(`part.${rows[r]!}`), String)}
    >
      <Heatmap
        data={matrix}
        kind="signed"
        label={about.title[locale]}
        rowName={(r) => t(`part.${rows[r]!}`)}
        rowLabel={(r) => t(`part.${rows[r]!}`)}
        colName={(c) => `n = ${c}`}
        rowAxis=""
        colAxis={t('cell')}
        locale={locale}
        maxHeight={160}
      />
      {data && (
        <p className={styles.fact}>
          {t('norms', {
            before: say(data.norms.before),
            kept: say(data.norms.kept),
            write: say(data.norms.write),
            after: say(data.norms.after),
          })}
          {data.delta !== null && ` Δ = ${say(data.delta)}.`}
        </p>
      )}
    </Figure>
  );
}

function Cells() {
  const t = useTranslations('lab.state');
  const store = useLabStore();
  const { locale, layer, token, channel, lit, run, blueprint } = useHere();
  const id = pulseOf(blueprint!, layer).id;
  const tap = run!.shown.taps.get(id);
  const node = useMemo(() => blueprint!.nodes.find((n) => n.id === id)!, [blueprint, id]);
  const unit = Math.min(channel, (tap && unitAxis(node, tap)?.size ? unitAxis(node, tap)!.size : 1) - 1);
  const series = useMemo((): Series[] => {
    if (!tap) return [];
    const T = tap.shape[0]!;
    const rows = Array.from({ length: T }, (_, i) => unitAt(node, tap, i, unit));
    const now = rows[Math.min(token, T - 1)]!;
    const top = Array.from(now.keys())
      .sort((a, b) => Math.abs(now[b]!) - Math.abs(now[a]!))
      .slice(0, LINES);
    return top.map((n, i) => ({
      id: String(n),
      label: `n = ${n}`,
      colour: `var(--sym-${COLOURS[i]!})`,
      x: rows.map((_, j) => j),
      y: rows.map((row) => row[n]!),
    }));
  }, [tap, node, unit, token]);
  return (
    <Figure
      name="cells"
      title={t('cells', { unit: String(unit) })}
      caption={t('cellsCaption')}
      table={() => seriesTable(series, 'token', id)}
    >
      <LineChart
        series={series}
        xLabel="token"
        yLabel="h"
        label={t('cells', { unit: String(unit) })}
        locale={locale}
        height={220}
        litX={lit}
        onHoverX={(i) => store.light({ token: i })}
        onSelectX={(i) => void store.goTo(i)}
      />
    </Figure>
  );
}

function Norms() {
  const t = useTranslations('lab.state');
  const store = useLabStore();
  const state = useViewState();
  const { locale, layer, name, short, lit, run } = useHere();
  const channel = useLab((lab) => lab.set.channel);
  const { data, error } = useLabView('state-norms', null, { layer });
  const norms = data?.units?.norms;
  const about = aboutView('state-norms');
  const [T, units] = (norms?.shape ?? [0, 0]) as [number, number];
  const fits = T > 0 && T <= run!.ids.length;
  const matrix = { rows: T, cols: units, values: norms?.data ?? new Float32Array(0) };
  const resets = data?.resets.filter((r) => r.layer === layer && r.token < run!.ids.length) ?? [];
  return (
    <Figure
      name="state-norms"
      title={`${about.title[locale]}: ${t('layer', { layer: String(layer) })}`}
      caption={about.meaning[locale]}
      state={state(fits ? norms : null, error)}
      table={() => matrixTable(matrix, 'token', name, String)}
    >
      <Heatmap
        data={matrix}
        kind="magnitude"
        label={`‖h‖, ${about.title[locale]}`}
        rowName={name}
        rowLabel={short}
        colName={(c) => `${data?.units ? t(`unit.${data.units.unit}`) : ''} ${c}`}
        rowAxis="token"
        colAxis={data?.units ? t(`unit.${data.units.unit}`) : ''}
        locale={locale}
        lit={{ row: lit, col: Math.min(channel, Math.max(0, units - 1)) }}
        onHover={(cell) => store.light({ token: cell?.row ?? null })}
        onSelect={(cell) => {
          store.set({ channel: cell.col });
          void store.goTo(cell.row);
        }}
        maxHeight={300}
      />
      <p className={styles.fact}>
        {resets.length === 0
          ? t('noReset')
          : t('resets', { list: resets.map((r) => `${name(r.token)} (${formatPercent(r.kept)})`).join(', ') })}
      </p>
    </Figure>
  );
}
