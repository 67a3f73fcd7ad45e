'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import { Heatmap, Histogram, kindOf, matrixTable, tokenLabel, tokenName } from '../charts';
import { Figure } from '../figure/Figure';
import { Tex } from '../prose/Tex';
import { WhatIf } from './changes/WhatIf';
import styles from './inspector.module.css';
import { inLines, lineOf, weightsFor } from './numbers';
import { type MapKind, mapsOf, nodeMap, unravel, valueAt } from './tensor-picture';
import { atToken, unitAxis } from './tensor-read';
import { useLab, useLabStore, useNode } from './use-lab';

const AXES = [
  'T',
  'S',
  'd_model',
  'd_inner',
  'd_state',
  'ssm_heads',
  'ssm_head_dim',
  'n_groups',
  'n_heads',
  'n_poles',
  'd_mlp',
  'dt_rank',
  'n_experts',
  'top_k',
  '2',
] as const;

/** Everything about the node in view: what it is, its whole tensor, and its formula with the numbers of this very step. */
export function LabInspector() {
  const node = useNode();
  const tap = useLab((lab) => (node ? (lab.run?.shown.taps.get(node.id) ?? null) : null));
  return node && tap ? <Inspect key={node.id} node={node} tap={tap} /> : null;
}

function Inspect({ node, tap }: { node: BlueprintNode; tap: Tensor }) {
  const t = useTranslations('lab.inspector');
  const locale = useLocale() as 'en' | 'es';
  const store = useLabStore();
  const run = useLab((lab) => lab.run)!;
  const token = useLab((lab) => lab.set.token);
  const channel = useLab((lab) => lab.set.channel);
  const lit = useLab((lab) => lab.lit.token);
  const [cell, setCell] = useState(0);
  const kinds = useMemo(() => mapsOf(node, tap), [node, tap]);
  const [wanted, setWanted] = useState<MapKind>(kinds[0]!);
  const kind = kinds.includes(wanted) ? wanted : kinds[0]!;
  const units = unitAxis(node, tap);
  const unit = Math.min(channel, (units?.size ?? 1) - 1);
  const map = useMemo(() => nodeMap(node, tap, kind, token, unit), [node, tap, kind, token, unit]);
  const now = useMemo(() => atToken(node, tap, token).data, [node, tap, token]);
  const cells = units ? now.length / units.size : 1;
  const line = useLine(node, Math.min(cell, Math.max(0, cells - 1)), unit);
  const word = (dim: string) => ((AXES as readonly string[]).includes(dim) ? t(`axis.${dim as 'T'}`) : dim);
  const unitWord = units ? word(units.name) : '';
  // What a unit has several numbers along, and the name of one of them: 'state 3', 'channel of a head 2, state 3'.
  const inner = node.shape.filter((dim) => dim !== 'T').slice(1);
  const sizes = tap.shape.slice(-inner.length);
  const cellName = (i: number) =>
    unravel(i, sizes)
      .map((at, axis) => (inner[axis] === '2' ? t(at === 0 ? 'real' : 'imaginary') : `${word(inner[axis]!)} ${at}`))
      .join(', ');
  const text = (i: number) => run.pieces[i]?.text || run.pieces[i]?.display || '';
  const names = {
    token: {
      full: (i: number) => tokenName(i, text(i), locale),
      short: (i: number) => tokenLabel(text(i)),
      axis: word('T'),
    },
    unit: { full: (i: number) => `${unitWord} ${i}`, short: String, axis: unitWord },
    cell: { full: cellName, short: String, axis: inner.map(word).join(' × ') },
  };
  const [rows, cols] = [names[map.rows], names[map.cols]];
  return (
    <section className={styles.inspector} aria-label={t('label')} data-inspects={node.id}>
      <h2 className={styles.name}>
        <code>{node.id}</code>
      </h2>
      <p className={styles.meaning}>{node.meaning[locale]}</p>
      <p className={styles.shape}>
        <code>[{node.shape.join(', ')}]</code> = <code>[{tap.shape.join(', ')}]</code>{' '}
        {t('per', { axes: node.shape.map(word).join(' × ') })}
      </p>
      <Tex tex={node.formula} />
      {units && (
        <p className={styles.choose}>
          <label>
            {unitWord}{' '}
            <input
              type="number"
              min={0}
              max={units.size - 1}
              value={unit}
              onChange={(event) =>
                store.set({ channel: Math.max(0, Math.min(units.size - 1, Number(event.target.value) || 0)) })
              }
            />
          </label>
          {cells > 1 && (
            <label>
              {inner.map(word).join(' × ')}{' '}
              <input
                type="number"
                min={0}
                max={cells - 1}
                value={Math.min(cell, cells - 1)}
                onChange={(event) => setCell(Math.max(0, Math.min(cells - 1, Number(event.target.value) || 0)))}
              />
            </label>
          )}
        </p>
      )}
      {line && (
        <div data-line={line.value}>
          <Tex tex={inLines(line.tex)} />
        </div>
      )}
      {kinds.length > 1 && (
        <p className={styles.choose}>
          {kinds.map((id) => (
            <button key={id} type="button" aria-pressed={id === kind} onClick={() => setWanted(id)}>
              {t(`map.${id}`)}
            </button>
          ))}
        </p>
      )}
      <Figure
        name={node.id}
        title={
          kind === 'unit'
            ? t('over', { unit: `${unitWord} ${unit}` })
            : kind === 'token'
              ? t('at', { token: names.token.full(token) })
              : t('all')
        }
        caption={t('caption')}
        table={() => matrixTable(map.data, `${rows.axis} × ${cols.axis}`, rows.full, cols.full)}
      >
        <Heatmap
          data={map.data}
          kind={kindOf(map.data.values)}
          label={node.id}
          rowName={rows.full}
          colName={cols.full}
          rowLabel={rows.short}
          colLabel={cols.short}
          rowAxis={rows.axis}
          colAxis={cols.axis}
          locale={locale}
          maxHeight={280}
          lit={map.rows === 'token' ? { row: lit ?? token, col: null } : { row: unit, col: null }}
          source={({ row, col }) => `${node.id}[${map.index(row, col).join(', ')}]`}
          has={({ row, col }) => Number.isFinite(valueAt(tap, map.index(row, col)))}
          onHover={(at) => map.rows === 'token' && store.light({ token: at?.row ?? null })}
          onSelect={(at) => {
            if (map.rows === 'token') void store.goTo(at.row);
            if (map.rows === 'unit') store.set({ channel: at.row });
            if (map.cols === 'unit') store.set({ channel: at.col });
            if (map.cols === 'cell') setCell(at.col);
          }}
        />
      </Figure>
      <Histogram
        values={now}
        label={t('distribution', { token: names.token.full(token) })}
        xLabel={node.id.slice(node.id.lastIndexOf('.') + 1)}
        yLabel={t('count')}
        locale={locale}
        height={140}
        colour={node.symbol ? `var(--sym-${node.symbol})` : 'var(--ink-soft)'}
        marks={units ? [{ x: oneOf(now, unit, cells, cell), label: `${unitWord} ${unit}` }] : []}
      />
      <WhatIf node={node} axis={units?.name ?? null} unit={unit} unitWord={unitWord} />
    </section>
  );
}

const oneOf = (values: Float32Array, unit: number, cells: number, cell: number) =>
  values[unit * cells + Math.min(cell, cells - 1)] ?? 0;

/** The line with numbers, once the small weights that it names have been read. */
function useLine(node: BlueprintNode, cell: number, unit: number) {
  const model = useLab((lab) => lab.model);
  const taps = useLab((lab) => lab.run?.shown.taps ?? null);
  const token = useLab((lab) => lab.set.token);
  const [weights, setWeights] = useState<ReadonlyMap<string, Tensor> | null>(null);
  useEffect(() => {
    if (!model) return;
    let gone = false;
    Promise.all(weightsFor(node).map(async (key) => [key, await model.weight(key)] as const)).then(
      (all) => gone || setWeights(new Map(all)),
      () => undefined, // the model went away
    );
    return () => {
      gone = true;
    };
  }, [model, node]);
  const byId = useMemo(() => new Map(model?.info.blueprint.nodes.map((n) => [n.id, n])), [model]);
  return useMemo(
    () => (taps && weights ? lineOf({ node, byId, taps, weights, token, unit, cell }) : null),
    [node, byId, taps, weights, token, unit, cell],
  );
}
