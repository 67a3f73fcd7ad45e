'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { aboutView, compareDistributions } from '@/engine/views';
import {
  BarList,
  barTable,
  formatBits,
  formatCount,
  formatNumber,
  formatPercent,
  Heatmap,
  LineChart,
  tokenLabel,
  tokenName,
} from '../../charts';
import { Slider } from '../../controls/Slider';
import { Figure } from '../../figure/Figure';
import styles from '../lab.module.css';
import { DEFAULTS } from '../lab-state';
import { useLab, useLabels, useLabStore, useLabView, useSet } from '../use-lab';
import { guesses, perplexity } from './prediction';

const SHOWN = 12;

/** What the model will say at the cursor: the next token, the answer of every layer, the surprise of the text so far. */
export function Prediction() {
  return (
    <div className={styles.two}>
      <NextToken />
      <Early />
      <Surprise />
    </div>
  );
}

function NextToken() {
  const t = useTranslations('lab.next');
  const locale = useLocale();
  const store = useLabStore();
  const model = useLab((lab) => lab.model);
  const run = useLab((lab) => lab.run);
  const set = useLab((lab) => lab.set);
  const { temperature, topK, topP, seed, token } = set;
  const logits = run?.logits[token] ?? null;
  const plain = run?.plain?.[token] ?? null;
  const drawable = model?.info.drawable ?? 0;
  const found = useMemo(
    () => logits && guesses(logits, plain, { temperature, topK, topP }, drawable, SHOWN),
    [logits, plain, temperature, topK, topP, drawable],
  );
  const divergence = useMemo(
    () => (logits && plain ? compareDistributions(plain, logits, { vocabulary: drawable }).divergence : null),
    [logits, plain, drawable],
  );
  const label = useLabels(model, found?.list.map((g) => g.id) ?? []);
  if (!run || !found) return null;
  const bars = found.list.map(({ id, drawn, before }) => ({
    id,
    label: label(id),
    value: drawn,
    ...(before === null ? {} : { before }),
  }));
  const after = run.pieces[token];
  const said = run.ids[token + 1];
  const change = (patch: Parameters<typeof store.setSampling>[0]) => void store.setSampling(patch);
  const slider = (name: 'temperature' | 'topK' | 'topP', min: number, max: number, step: number) => (
    <Slider
      className={styles.slider}
      label={t(name)}
      value={set[name]}
      min={min}
      max={max}
      step={step}
      format={(value) => (name === 'topK' && value === 0 ? t('all') : formatNumber(value, locale))}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <Figure
      name="next-token"
      title={after ? t('title', { token: tokenName(token, after.text || after.display, locale) }) : t('titleNone')}
      caption={t('caption')}
      onReset={() => {
        const { temperature, topK, topP, seed } = DEFAULTS;
        change({ temperature, topK, topP, seed });
      }}
      table={() => barTable(bars, t('token'), t('probability'), t('before'))}
      controls={
        <div className={styles.sampling}>
          {slider('temperature', 0, 2, 0.05)}
          {slider('topK', 0, 100, 1)}
          {slider('topP', 0.05, 1, 0.05)}
          <label className={styles.slider}>
            <span>{t('seed')}</span>
            <input
              type="number"
              min={0}
              max={2 ** 31 - 1}
              value={seed}
              onChange={(event) => {
                const value = Number(event.target.value);
                if (Number.isInteger(value) && value >= 0 && value < 2 ** 31) change({ seed: value });
              }}
            />
          </label>
        </div>
      }
    >
      <BarList
        bars={bars}
        label={t('label')}
        locale={locale}
        format={(p) => (p === 0 ? t('cut') : formatPercent(p))}
        lit={said ?? null}
        onSelect={(bar) => void store.choose(Number(bar.id))}
      />
      <p className={styles.fact} data-count={found.count} data-divergence={divergence ?? undefined}>
        {t('count', { count: formatCount(found.count, locale), all: formatCount(drawable, locale) })}
        {divergence !== null && ` ${t('divergence', { bits: formatNumber(divergence, locale) })}`}
      </p>
    </Figure>
  );
}

function Early() {
  const t = useTranslations('lab.early');
  const locale = useLocale() as 'en' | 'es';
  const store = useLabStore();
  const model = useLab((lab) => lab.model);
  const run = useLab((lab) => lab.run);
  const { token, layer } = useSet('token', 'layer');
  const vocabulary = model?.info.drawable;
  const { data, error } = useLabView('early-readings', null, { top: 1, ...(vocabulary ? { vocabulary } : {}) });
  const T = data?.ids.shape[1] ?? 0;
  const ids = useMemo(() => (data ? [...new Set(data.ids.data)] : []), [data]);
  const label = useLabels(model, ids);
  if (!run) return null;
  const at = Math.min(token, T - 1);
  // The last layer on top, as in the stack beside the block.
  const rows = data ? [...data.layers].reverse() : [];
  const place = (row: number, col: number) => (rows.length - 1 - row) * T + col;
  const answer = (row: number, col: number) => label(data!.ids.data[place(row, col)]!);
  const values = Float32Array.from(
    { length: rows.length * T },
    (_, i) => data!.probability.data[place(Math.floor(i / T), i % T)]!,
  );
  const text = (col: number) => run.pieces[col]?.text || run.pieces[col]?.display || '';
  return (
    <Figure
      name="early-readings"
      title={aboutView('early-readings').title[locale]}
      caption={t('caption')}
      state={
        error
          ? { kind: 'error', message: error.message }
          : data
            ? { kind: 'ready' }
            : { kind: 'loading', what: t('computing') }
      }
      table={() => ({
        columns: [t('layer'), t('token'), t('answer'), 'p'],
        rows: rows.flatMap((l, row) =>
          Array.from({ length: T }, (_, col) => [
            l,
            text(col),
            answer(row, col),
            data!.probabilities.data[place(row, col)]!,
          ]),
        ),
      })}
    >
      {data && (
        <>
          <ol className={styles.early} aria-label={t('label')}>
            {rows.map((l, row) => {
              const p = data.probabilities.data[place(row, at)]!;
              return (
                <li key={l} aria-current={l === layer}>
                  <span>{l}</span>
                  <b>{answer(row, at)}</b>
                  <span data-value={p}>{formatPercent(p)}</span>
                </li>
              );
            })}
          </ol>
          <Heatmap
            data={{ rows: rows.length, cols: T, values }}
            kind="probability"
            domain={[0, 1]}
            label={t('map')}
            rowName={(row) => t('layerName', { layer: String(rows[row]) })}
            colName={(col) => tokenName(col, text(col), locale)}
            rowLabel={(row) => String(rows[row])}
            colLabel={(col) => tokenLabel(text(col))}
            rowAxis={t('layer')}
            colAxis={t('token')}
            locale={locale}
            lit={{ row: null, col: at }}
            onHover={(cell) => store.light({ token: cell?.col ?? null })}
            onSelect={(cell) => {
              void store.goTo(cell.col);
              void store.goToLayer(rows[cell.row]!);
            }}
            source={({ row, col }) => `layers.${rows[row]}.early_logits[${col}] → ${answer(row, col)}`}
            maxHeight={220}
          />
        </>
      )}
    </Figure>
  );
}

function Surprise() {
  const t = useTranslations('lab.surprise');
  const locale = useLocale();
  const store = useLabStore();
  const run = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const lit = useLab((lab) => lab.lit.token);
  const x = useMemo(() => run?.ids.map((_, i) => i) ?? [], [run?.ids]);
  if (!run || run.ids.length < 2) return null;
  const text = (i: number) => run.pieces[i]?.text || run.pieces[i]?.display || '';
  return (
    <Figure
      name="surprise"
      title={t('title')}
      caption={t('caption')}
      table={() => ({ columns: ['', t('token'), t('bits')], rows: x.map((i) => [i, text(i), run.surprise[i]!]) })}
    >
      <LineChart
        series={[{ id: 's', label: t('bits'), colour: 'var(--ink-soft)', x, y: run.surprise }]}
        xLabel={t('token')}
        yLabel={t('bits')}
        label={t('title')}
        locale={locale}
        yZero
        readY={formatBits}
        height={200}
        litX={lit ?? token}
        onHoverX={(i) => store.light({ token: i })}
        onSelectX={(i) => void store.goTo(i)}
      />
      <p className={styles.fact} data-perplexity={perplexity(run.surprise)}>
        {t('perplexity', { value: formatNumber(perplexity(run.surprise), locale) })}
      </p>
    </Figure>
  );
}
