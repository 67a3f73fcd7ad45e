'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { BarList, barTable, Heatmap, matrixTable, quoteToken } from '../../charts';
import { Figure } from '../../figure/Figure';
import { ablateExpert } from '../changes/changes';
import inspector from '../inspector.module.css';
import styles from '../lab.module.css';
import { LIMITS } from '../lab-state';
import { useLab, useLabStore } from '../use-lab';
import { type Routing, routedLayers, routingOf } from './router';
import { useHere } from './use-here';

/** What the layer's router does with each token: the share of every expert, those that are called, how the work is spread. */
export function Experts() {
  const t = useTranslations('lab.experts');
  const store = useLabStore();
  const { run, blueprint, layer } = useHere();
  const routing = useMemo(
    () => (blueprint && run ? routingOf(blueprint, layer, run.shown.taps) : null),
    [blueprint, layer, run],
  );
  if (!run || !blueprint) return null;
  if (routing)
    return (
      <>
        <Choice routing={routing} />
        <div className={styles.two}>
          <Loads routing={routing} />
          <Favourites routing={routing} />
        </div>
      </>
    );
  const layers = routedLayers(blueprint);
  return (
    <>
      <p>{layers.length > 0 ? t('notHere') : t('none')}</p>
      <p className={inspector.choose}>
        {layers.map((to) => (
          <button key={to} type="button" onClick={() => void store.goToLayer(to)}>
            {t('layer', { layer: String(to) })}
          </button>
        ))}
      </p>
    </>
  );
}

function Choice({ routing }: { routing: Routing }) {
  const t = useTranslations('lab.experts');
  const store = useLabStore();
  const { locale, layer, lit, name, short } = useHere();
  const { tokens, experts, called, shares, chosen, node } = routing;
  // Experts as rows, so that the text runs from left to right.
  const data = useMemo(
    () => ({
      rows: experts,
      cols: tokens,
      values: Float32Array.from(
        { length: experts * tokens },
        (_, i) => shares[(i % tokens) * experts + Math.floor(i / tokens)]!,
      ),
    }),
    [shares, experts, tokens],
  );
  const expert = (e: number) => t('expert', { expert: String(e) });
  return (
    <Figure
      name="router"
      title={t('title', { layer: String(layer) })}
      caption={t('caption', { called: String(called), experts: String(experts) })}
      table={() => matrixTable(data, t('share'), expert, name)}
    >
      <Heatmap
        data={data}
        kind="probability"
        domain={[0, 1]}
        label={t('share')}
        rowName={expert}
        rowLabel={String}
        colName={name}
        colLabel={short}
        rowAxis={t('rows')}
        colAxis={t('token')}
        locale={locale}
        lit={{ row: null, col: lit }}
        marked={({ row, col }) => chosen[col]!.includes(row)}
        source={({ row, col }) => `${node}[${col}, ${row}]`}
        onHover={(cell) => store.light({ token: cell?.col ?? null })}
        onSelect={(cell) => void store.goTo(cell.col)}
        maxHeight={240}
      />
    </Figure>
  );
}

function Loads({ routing }: { routing: Routing }) {
  const t = useTranslations('lab.experts');
  const { locale } = useHere();
  const bars = routing.loads.map(({ expert, calls, mean }) => ({
    id: expert,
    label: t('expert', { expert: String(expert) }),
    value: calls,
    before: mean,
  }));
  return (
    <Figure
      name="expert-loads"
      title={t('loads')}
      caption={t('loadsCaption', { even: (1 / routing.experts).toFixed(2) })}
      table={() => barTable(bars, t('rows'), t('calls'), t('mean'))}
    >
      <BarList
        bars={bars}
        names={{ before: t('mean'), after: t('calls') }}
        label={t('loads')}
        locale={locale}
        max={1}
      />
    </Figure>
  );
}

function Favourites({ routing }: { routing: Routing }) {
  const t = useTranslations('lab.experts');
  const store = useLabStore();
  const { locale, blueprint, layer, text } = useHere();
  const changes = useLab((lab) => lab.set.changes);
  const quoted = (tokens: readonly number[]) => tokens.map((i) => quoteToken(text(i), locale)).join(' · ');
  const out = (expert: number) => {
    const change = ablateExpert(blueprint!, layer, expert);
    if (change) void store.setChanges([...changes, change]);
  };
  return (
    <Figure
      name="expert-tokens"
      title={t('favourites')}
      caption={t('favouritesCaption')}
      table={() => ({
        columns: [t('rows'), t('token')],
        rows: routing.loads.map(({ expert, favourites }) => [expert, quoted(favourites)]),
      })}
    >
      <dl className={styles.experts}>
        {routing.loads.map(({ expert, favourites }) => (
          <div key={expert} className={styles.expert}>
            <dt>{t('expert', { expert: String(expert) })}</dt>
            <dd>{favourites.length > 0 ? quoted(favourites) : t('nobody')}</dd>
            <dd>
              <button
                type="button"
                data-out={expert}
                disabled={changes.length >= LIMITS.interventions}
                onClick={() => out(expert)}
              >
                {t('out')}
              </button>
            </dd>
          </div>
        ))}
      </dl>
    </Figure>
  );
}
