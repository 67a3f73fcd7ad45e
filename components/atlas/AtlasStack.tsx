'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef } from 'react';
import type { LayerKind } from '@/engine/blueprint/types';
import { moveInList } from '../charts/keys';
import { useSize } from '../charts/use-size';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { withLayer } from './atlas-state';
import { localId } from './models';
import { PartPatterns, partFill } from './part-fill';
import { useWords } from './use-words';
import { focusLevel } from './zoom';

const END_ROW = 22;
/** Below this width there is no room for numbers beside the bars. */
const NARROW = 120;
/** Width before the page is laid out, as without scripts. */
const USUAL = 208;

/** Attention stands out of a stack by its colour too, not by its mark alone. */
const markColour = (kind: LayerKind): string =>
  kind.startsWith('attention') || kind === 'transformer'
    ? 'var(--sym-attention)'
    : kind.startsWith('mamba') || kind === 's4d'
      ? 'var(--sym-h)'
      : 'var(--ink-soft)';

/** Height of a layer's row: as much as leaves the whole model in sight. */
const rowHeight = (layers: number): number => (layers <= 10 ? 24 : layers <= 18 ? 20 : layers <= 40 ? 15 : 11);

/** Slices thinner than this are not drawn: a line in their colour would say more than they are. */
const LEAST_BAR = 0.5;

/** The longest bar: each stack has its own scale, or a model of 130 M beside one of 52 B would be a blank column. */
export const mostOf = ({ rows }: Side): number => Math.max(...rows.map(({ total }) => total));

export interface StackPlaces {
  readonly height: number;
  readonly tops: readonly number[];
  readonly heights: readonly number[];
}

/** Top and height of every row of a side's stack, in pixels. */
export function stackPlaces(side: Side): StackPlaces {
  const usual = rowHeight(side.blueprint.layers.length);
  const heights = side.rows.map(({ layer }) => (layer === null ? END_ROW : usual));
  let top = 0;
  const tops = heights.map((height) => {
    top += height;
    return top - height;
  });
  return { height: top, tops, heights };
}

/** Index of the row in view. */
export function chosenRow({ rows, layer, node }: Side): number {
  if (layer !== null) return rows.findIndex((row) => row.layer === layer);
  return Math.max(
    0,
    rows.findIndex((row) => row.node !== null && row.node === (node && localId(node))),
  );
}

/** The whole model from token to next token: one row per layer, a bar as long as what it takes in the chosen measure, by part. */
export function AtlasStack({ side }: { side: Side }) {
  const t = useTranslations('atlas');
  const { state, set } = useAtlas();
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const width = useSize(box).width || USUAL;
  const { height, tops, heights } = stackPlaces(side);
  const narrow = width < NARROW;
  const left = narrow ? 20 : 76;
  const room = width - left - 4;
  const most = mostOf(side);
  const chosen = chosenRow(side);
  const choose = (index: number) => {
    const row = side.rows[index]!;
    set((now) => {
      if (side.side === 'right') return { ...now, other: row.layer ?? 'ends', node: row.node ?? now.node };
      return withLayer(now, side.blueprint, row.layer ?? 'ends', row.node ?? now.node);
    });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      return focusLevel('block', side.side);
    }
    const to = moveInList(event, chosen, side.rows.length, 'y');
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
    box.current?.querySelectorAll('button')[to]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not a form
    <div
      ref={box}
      className={styles.stack}
      role="group"
      aria-label={t('stack.label', { model: side.model.name })}
      style={{ height }}
      data-side={side.side}
      onKeyDown={onKey}
    >
      <svg width={width} height={height} aria-hidden="true">
        <PartPatterns />
        <line className={styles.spine} x1={4} x2={4} y1={6} y2={height - 6} />
        <path className={styles.tip} d={`M1 ${height - 10}L4 ${height - 3}L7 ${height - 10}Z`} />
        {side.rows.map((row, i) => {
          const y = tops[i]!;
          const h = heights[i]!;
          const middle = y + h / 2 + 4;
          let x = left;
          return (
            <g key={row.node ?? row.layer}>
              {i === chosen && <rect className={styles.chosen} x={0} y={y} width={width} height={h} />}
              {row.layer === null
                ? !narrow && (
                    <text className={styles.rowName} x={12} y={middle}>
                      {row.node}
                    </text>
                  )
                : !narrow &&
                  (h >= 15 || row.layer % 8 === 0 || i === chosen) && (
                    <text className={styles.rowIndex} x={36} y={middle} textAnchor="end">
                      {row.layer}
                    </text>
                  )}
              {row.layer !== null && (
                <text
                  className={styles.rowMark}
                  x={narrow ? 14 : 54}
                  y={middle}
                  textAnchor="middle"
                  style={{ fontSize: Math.min(12, h), fill: markColour(side.blueprint.layers[row.layer]!.kind) }}
                >
                  {side.blueprint.layers[row.layer]!.mark}
                </text>
              )}
              {row.parts.map(({ part, value }) => {
                const length = most > 0 ? (value / most) * room : 0;
                const from = x;
                x = from + length;
                if (length < LEAST_BAR && row.parts.length > 1) return null;
                return (
                  <rect
                    key={part}
                    x={from}
                    y={y + Math.min(4, h * 0.15)}
                    width={Math.max(0.75, Math.min(length, width - from))}
                    height={h - 2 * Math.min(4, h * 0.15)}
                    fill={partFill(part)}
                  />
                );
              })}
            </g>
          );
        })}
      </svg>
      {side.rows.map((row, i) => {
        const name =
          row.layer === null
            ? row.node!
            : t('layer', { layer: String(row.layer), kind: words.kind(side.blueprint.layers[row.layer]!.kind) });
        return (
          <button
            key={row.node ?? row.layer}
            type="button"
            className={styles.row}
            style={{ top: tops[i], height: heights[i] }}
            tabIndex={i === chosen ? 0 : -1}
            aria-current={i === chosen}
            aria-label={`${name}. ${words.measured(state.measure, row.total)}`}
            title={`${name}\n${words.measured(state.measure, row.total)}`}
            data-row={row.layer ?? row.node}
            data-value={row.total}
            onClick={() => choose(i)}
          />
        );
      })}
    </div>
  );
}
