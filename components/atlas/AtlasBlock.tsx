'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { BlueprintNode } from '@/engine/blueprint/types';
import { type BlockLayout, layoutBlock } from '../blueprint/block-layout';
import type { Box } from '../blueprint/block-picture';
import { useSize } from '../charts/use-size';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { drawAtlasBlock, nameIn, numbersPerToken, ribbonWidth, shapeIn } from './block-drawing';
import { measured, partOf } from './measures';
import { layersLike, localId } from './models';
import { partFill } from './part-fill';
import { endsOf, isArrow, neighbour } from './steps';
import { useWords } from './use-words';
import { focusLevel } from './zoom';

/** Width before the page is laid out, as without scripts. */
const USUAL = 460;

/** What stands in both diagrams, in both but not the same, or here alone. */
type Kinship = 'same' | 'changed' | 'own';

/** One layer as its graph: a box per operation, a ribbon per tensor that flows. */
export function AtlasBlock({ side }: { side: Side }) {
  const t = useTranslations('atlas');
  const { state, set, comparison, lit, light } = useAtlas();
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const width = useSize(box).width || USUAL;
  const { blueprint, layer, cost } = side;
  const layout = useMemo(() => layoutBlock(blueprint, layer), [blueprint, layer]);
  const drawn = useMemo(() => drawAtlasBlock(layout, width), [layout, width]);
  const byId = useMemo(() => new Map(blueprint.nodes.map((node) => [node.id, node])), [blueprint]);
  const amounts = useMemo(
    () => new Map(cost.nodes.filter((n) => n.layer === layer).map((n) => [n.id, measured(n, state.measure)])),
    [cost, layer, state.measure],
  );
  const most = Math.max(...amounts.values(), Number.MIN_VALUE);
  const chosen = side.node?.id ?? endsOf(layout)[0];
  const kinship = (local: string): Kinship | null => {
    if (!comparison) return null;
    if (comparison.same.has(local)) return 'same';
    return comparison.changed.has(local) ? 'changed' : 'own';
  };
  const choose = (node: BlueprintNode) => set((now) => ({ ...now, node: localId(node) }));
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      return focusLevel(event.key === 'Enter' ? 'node' : 'stack', side.side);
    }
    const ends = { Home: 0, End: 1 } as const;
    const to = isArrow(event.key)
      ? neighbour(layout, chosen, event.key)
      : event.key in ends
        ? endsOf(layout)[ends[event.key as keyof typeof ends]]!
        : null;
    if (to === null) return;
    event.preventDefault();
    choose(byId.get(to)!);
    box.current?.querySelector<HTMLElement>(`[data-node="${CSS.escape(to)}"]`)?.focus();
  };
  return (
    <div className={styles.blockRoom} data-side={side.side}>
      <BlockHead side={side} layout={layout} />
      {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons, not a form */}
      <div
        ref={box}
        className={styles.block}
        role="group"
        aria-label={t('block.label', { model: side.model.name, layer: layer === null ? '–' : String(layer) })}
        onKeyDown={onKey}
        onPointerLeave={() => light(null)}
      >
        <div className={styles.canvas} style={{ width: drawn.width, height: drawn.height }}>
          <svg width={drawn.width} height={drawn.height} aria-hidden="true">
            {layout.edges.map(({ from, to }, i) => {
              const source = byId.get(from)!;
              const numbers = numbersPerToken(blueprint, source, state.context);
              return (
                <path
                  key={`${from} ${to}`}
                  className={from === chosen || to === chosen ? styles.ribbonOn : styles.ribbon}
                  d={drawn.paths[i]}
                  style={{ stroke: colourOf(source), strokeWidth: ribbonWidth(numbers) }}
                />
              );
            })}
            {layout.nodes.map(({ id, node }) => {
              const full = byId.get(id)!;
              return (
                <NodePicture
                  key={id}
                  side={side}
                  node={full}
                  outside={node === null}
                  at={drawn.boxes.get(id)!}
                  on={id === chosen && side.node !== null}
                  lit={node !== null && localId(full) === lit}
                  kinship={node && kinship(localId(full))}
                  share={(amounts.get(id) ?? 0) / most}
                />
              );
            })}
          </svg>
          {layout.nodes.map(({ id, node }) => {
            if (!node) return null;
            const at = drawn.boxes.get(id)!;
            const kin = kinship(localId(node));
            return (
              <button
                key={id}
                type="button"
                className={styles.node}
                style={{ left: at.x, top: at.y, width: at.width, height: at.height }}
                tabIndex={id === chosen ? 0 : -1}
                aria-pressed={id === side.node?.id}
                aria-label={[
                  `${localId(node)}, ${words.op(node.op)}, ${words.shape(node.shape, blueprint, state.shapes)}`,
                  kin && t(`kin.${kin}`),
                ]
                  .filter(Boolean)
                  .join('. ')}
                data-node={id}
                data-kin={kin ?? undefined}
                data-value={amounts.get(id)}
                onClick={() => choose(node)}
                onPointerEnter={() => light(localId(node))}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const colourOf = (node: BlueprintNode) => (node.symbol ? `var(--sym-${node.symbol})` : 'var(--edge)');

/** Which layer this is, and which others are like it. */
function BlockHead({ side }: { side: Side; layout: BlockLayout }) {
  const t = useTranslations('atlas');
  const words = useWords();
  const { blueprint, layer } = side;
  if (layer === null)
    return (
      <p className={styles.blockHead}>
        <b>{t('block.ends')}</b> <small>{t('block.endsNote')}</small>
      </p>
    );
  const like = layersLike(blueprint, layer);
  return (
    <p className={styles.blockHead}>
      <b>{t('layer', { layer: String(layer), kind: words.kind(blueprint.layers[layer]!.kind) })}</b>{' '}
      <small>
        {like.length === blueprint.layers.length
          ? t('block.all', { count: String(like.length) })
          : t('block.like', { count: String(like.length), all: String(blueprint.layers.length) })}
      </small>
    </p>
  );
}

interface NodePictureProps {
  readonly side: Side;
  readonly node: BlueprintNode;
  readonly outside: boolean;
  readonly at: Box;
  readonly on: boolean;
  readonly lit: boolean;
  readonly kinship: Kinship | null;
  /** Of the largest of the layer, in the chosen measure. */
  readonly share: number;
}

function NodePicture({ side, node, outside, at, on, lit, kinship, share }: NodePictureProps) {
  const t = useTranslations('atlas');
  const { state } = useAtlas();
  const words = useWords();
  const { x, y, width, height } = at;
  const middle = x + width / 2;
  const name = outside
    ? t(node.op === 'embedding' ? 'block.fromEmbedding' : 'block.fromLayer', { layer: String(node.layer ?? 0) })
    : node.id.slice(node.id.lastIndexOf('.') + 1);
  const className = [
    styles.box,
    outside && styles.outside,
    kinship && styles[kinship],
    lit && styles.lit,
    on && styles.on,
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <g>
      <rect className={className} x={x} y={y} width={width} height={height} rx={3} style={{ stroke: colourOf(node) }} />
      {share > 0 && (
        <rect
          className={styles.share}
          x={x + 3}
          y={y + height - 4}
          width={Math.max(1, (width - 6) * share)}
          height={3}
          fill={partFill(partOf(side.blueprint, node))}
        />
      )}
      <text className={styles.nodeName} x={middle} y={y + 13} textAnchor="middle">
        {nameIn(name, width)}
      </text>
      <text className={styles.nodeShape} x={middle} y={y + 25} textAnchor="middle">
        {shapeIn(words.shape(node.shape, side.blueprint, state.shapes), width)}
      </text>
      {node.state && !outside && (
        <text className={styles.nodeKeeps} x={middle} y={y + 37} textAnchor="middle">
          {shapeIn(`${t('block.keeps')} ${words.shape(node.state.shape, side.blueprint, state.shapes)}`, width)}
        </text>
      )}
      {kinship && kinship !== 'same' && (
        <g>
          <circle className={styles.badge} cx={x + width - 1} cy={y + 1} r={7} />
          <text className={styles.badgeText} x={x + width - 1} y={y + 5} textAnchor="middle">
            {kinship === 'own' ? '+' : '≠'}
          </text>
        </g>
      )}
    </g>
  );
}
