'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef } from 'react';
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import { layoutBlock } from '../blueprint/block-layout';
import { nameOf } from '../blueprint/nodes';
import { formatNumber, TensorThumb, tokenName } from '../charts';
import { useSize } from '../charts/use-size';
import styles from './block.module.css';
import { drawBlock, goesAcross, ribbonWidths } from './block-picture';
import { LabPulses } from './LabPulses';
import { picture } from './tensor-picture';
import { atToken, norm } from './tensor-read';
import { useSizes } from './use-grown';
import { useBlueprint, useLab, useLabStore, useNode } from './use-lab';

export interface LabBlockProps {
  /** Width, in CSS pixels, that the block has if it runs across. */
  readonly room: number;
  /** Told which way the block runs, as the panels around it stand otherwise. */
  readonly onFlow: (flow: Flow) => void;
}
export type Flow = 'across' | 'down';

/** The layer in view as its graph, with a stamp of every real tensor at the cursor and ribbons as wide as what flows along them. */
export function LabBlock({ room, onFlow }: LabBlockProps) {
  const t = useTranslations('lab.block');
  const locale = useLocale();
  const store = useLabStore();
  const blueprint = useBlueprint();
  const run = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const changes = useLab((lab) => lab.set.changes);
  const chosen = useNode();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const layer = run?.shown.layer ?? null;
  const layout = useMemo(
    () => (blueprint && layer !== null ? layoutBlock(blueprint, layer) : null),
    [blueprint, layer],
  );
  const byId = useMemo(() => new Map(blueprint?.nodes.map((node) => [node.id, node])), [blueprint]);
  const states = useMemo(
    () => new Set(layout?.nodes.filter((n) => n.node?.state?.kind === 'ssm').map((n) => n.id)),
    [layout],
  );
  const labelOf = useMemo(() => {
    const names = new Map(layout?.nodes.map(({ id, node }) => [id, node ? nameOf(blueprint!, node) : t('stream')]));
    return (id: string) => names.get(id) ?? '';
  }, [layout, blueprint, t]);
  const across = useMemo(() => layout !== null && goesAcross(layout, room, labelOf), [layout, room, labelOf]);
  useEffect(() => onFlow(across ? 'across' : 'down'), [onFlow, across]);
  const drawn = useMemo(
    () => layout && width > 0 && drawBlock(layout, across ? room : width, across, states),
    [layout, width, room, across, states],
  );
  const playing = useLab((lab) => lab.playing !== null);
  const sizes = useSizes(byId);
  const ribbons = useMemo(
    () => new Map([...sizes].map(([id, own]) => [id, ribbonWidths(byId.get(id)!, own)])),
    [sizes, byId],
  );
  if (!blueprint || !run || !layout || layer === null) return null;
  const changed = (id: string) =>
    changes.some((c) => new RegExp(`^${c.node.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`).test(id));
  const piece = run.pieces[token];
  return (
    <section
      className={styles.block}
      aria-label={t('label', { layer: String(layer) })}
      data-playing={playing || undefined}
    >
      <p className={styles.head}>
        <b>{t('title', { layer: String(layer), kind: blueprint.layers[layer]!.kind })}</b>{' '}
        {piece && <span>{tokenName(token, piece.text || piece.display, locale)}</span>}
        <small>{t('note')}</small>
      </p>
      <div ref={box} className={styles.room}>
        {drawn && (
          <div className={styles.canvas} style={{ width: drawn.width, height: drawn.height }}>
            <svg width={drawn.width} height={drawn.height} aria-hidden="true">
              {layout.edges.map(({ from, to }, i) => {
                const ribbon = ribbons.get(from);
                return (
                  <path
                    key={`${from} ${to}`}
                    className={to === chosen?.id ? `${styles.ribbon} ${styles.flow}` : styles.ribbon}
                    d={drawn.paths[i]}
                    style={{
                      stroke: colourOf(byId.get(from)),
                      strokeWidth: ribbon?.width(token) ?? 1,
                    }}
                    data-share={ribbon?.share(token)}
                  />
                );
              })}
            </svg>
            {layout.nodes.map(({ id, node }) => {
              const at = drawn.boxes.get(id)!;
              const full = node ?? byId.get(id)!;
              const tap = run.shown.taps.get(id);
              return (
                <Stamp
                  key={id}
                  node={full}
                  tap={tap}
                  token={Math.min(token, run.ids.length - 1)}
                  name={labelOf(id)}
                  at={at}
                  on={id === chosen?.id}
                  changed={changed(id)}
                  onSelect={node ? () => store.set({ node: nameOf(blueprint, node) }) : null}
                  title={`${full.meaning[locale as 'en' | 'es']} ${t('size', { size: sizeText(full, tap, token, locale) })}`}
                />
              );
            })}
            <LabPulses layout={layout} drawn={drawn} colour={(id) => colourOf(byId.get(id))} />
          </div>
        )}
      </div>
    </section>
  );
}

const colourOf = (node: BlueprintNode | undefined) => (node?.symbol ? `var(--sym-${node.symbol})` : 'var(--edge)');

function sizeText(node: BlueprintNode, tap: Tensor | undefined, token: number, locale: string): string {
  return tap ? formatNumber(norm(atToken(node, tap, token).data), locale) : '—';
}

interface StampProps {
  readonly node: BlueprintNode;
  readonly tap: Tensor | undefined;
  readonly token: number;
  readonly name: string;
  readonly at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly on: boolean;
  readonly changed: boolean;
  readonly onSelect: (() => void) | null;
  readonly title: string;
}

function Stamp({ node, tap, token, name, at, on, changed, onSelect, title }: StampProps) {
  const data = useMemo(() => tap && picture(node, tap, token), [node, tap, token]);
  const inside = (
    <>
      {data && <TensorThumb data={data} width={Math.round(at.width - 4)} height={Math.round(at.height - 4)} />}
      <span className={styles.name}>{name}</span>
    </>
  );
  const place = { left: at.x, top: at.y, width: at.width, height: at.height, borderColor: colourOf(node) };
  const className = [styles.node, on && styles.on, changed && styles.changed].filter(Boolean).join(' ');
  if (!onSelect)
    return (
      <div className={className} style={place} title={title}>
        {inside}
      </div>
    );
  return (
    <button
      type="button"
      className={className}
      style={place}
      title={title}
      aria-pressed={on}
      data-node={node.id}
      onClick={onSelect}
    >
      {inside}
    </button>
  );
}
