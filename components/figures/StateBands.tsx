'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { formatNumber, formatTabular } from '../charts/format';
import { cellAt, paint, wholeWindow } from '../charts/heatmap-pixels';
import { useScheme } from '../charts/use-scheme';
import { useSize } from '../charts/use-size';
import { asRows, type Frame, type StateNode } from './first-run';
import styles from './StateBands.module.css';

export interface StateBandsProps {
  readonly nodes: readonly StateNode[];
  readonly frame: Frame | null;
  /** End of each band's colour scale, ±; beyond it the colour stays the same. */
  readonly ranges: readonly number[];
  readonly locale: string;
  readonly label: string;
  readonly layerName: (layer: number) => string;
  /** What a cell is called: layer, channel, cell, value. */
  readonly cellName: (layer: string, channel: number, cell: number, value: string) => string;
  /** What to say while no cell is chosen. */
  readonly idle: string;
  readonly chosen: number | null;
  readonly onChoose: (node: number | null) => void;
}

interface Spot {
  readonly node: number;
  readonly channel: number;
  readonly cell: number;
}

/** Space between bands, in CSS pixels. */
const GAP = 4;

/**
 * The whole memory of a model: one band per layer, channels side by side, the cells of a channel below each other, each layer on its own
 * signed scale. The pointer or the arrow keys read a cell; a click or Enter chooses the layer.
 */
export function StateBands(props: StateBandsProps) {
  const { nodes, frame, ranges, locale, chosen, onChoose } = props;
  const scheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const { width, ratio } = useSize(box);
  const readout = useId();
  const [spot, setSpot] = useState<Spot | null>(null);
  const channels = Math.max(1, ...nodes.map((node) => node.channels));
  const size = useMemo(() => {
    // Whole device pixels per cell where they fit; a cell is as high as wide, and at least 2 device pixels.
    const w = (width * ratio) / channels;
    const whole = w >= 1 ? Math.floor(w) : w;
    return { w: whole, h: Math.max(2, Math.round(whole)) };
  }, [width, ratio, channels]);

  const move = (event: PointerEvent<HTMLCanvasElement>, node: number): Spot | null => {
    const at = event.currentTarget.getBoundingClientRect();
    const { channels: cols, cells: rows } = nodes[node]!;
    const cell = cellAt(
      { row0: 0, row1: rows, col0: 0, col1: cols },
      size,
      (event.clientX - at.left) * ratio,
      (event.clientY - at.top) * ratio,
    );
    return cell && { node, channel: cell.col, cell: cell.row };
  };
  const onKey = (event: KeyboardEvent) => {
    const at = spot ?? { node: chosen ?? 0, channel: 0, cell: 0 };
    const step = event.shiftKey ? 10 : 1;
    // Layers are drawn with the last on top, as in the diagrams; cells run on from band to band.
    const rows = nodes[at.node]!.cells;
    const moves: Readonly<Record<string, Spot>> = {
      ArrowLeft: { ...at, channel: at.channel - step },
      ArrowRight: { ...at, channel: at.channel + step },
      ArrowUp: at.cell > 0 ? { ...at, cell: at.cell - 1 } : { ...at, node: at.node + 1, cell: Infinity },
      ArrowDown: at.cell < rows - 1 ? { ...at, cell: at.cell + 1 } : { ...at, node: at.node - 1, cell: 0 },
      PageUp: { ...at, node: at.node + 1 },
      PageDown: { ...at, node: at.node - 1 },
    };
    const next = moves[event.key];
    if (next && nodes[next.node]) {
      const { channels: cols, cells } = nodes[next.node]!;
      setSpot(spot ? { node: next.node, channel: clamp(next.channel, cols), cell: clamp(next.cell, cells) } : at);
    } else if (event.key === 'Enter' || event.key === ' ') onChoose(chosen === at.node ? null : at.node);
    else if (event.key === 'Escape') setSpot(null);
    else return;
    event.preventDefault();
  };

  const value = spot && frame ? frame.states[spot.node]![spot.channel * nodes[spot.node]!.cells + spot.cell]! : null;
  return (
    <div className={styles.bands}>
      <div
        role="application"
        aria-label={props.label}
        aria-describedby={readout}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the cells are walked with the arrow keys
        tabIndex={0}
        onKeyDown={onKey}
        onPointerLeave={() => setSpot(null)}
      >
        <div className={styles.stack}>
          <div className={styles.band}>
            <div ref={box} className={styles.ruler} />
          </div>
          {nodes
            .map((node, i) => (
              <div
                key={node.id}
                className={styles.band}
                data-chosen={chosen === i || undefined}
                style={{ marginBottom: GAP }}
              >
                <span className={styles.layer}>
                  <b>{node.layer}</b>
                  <span className={styles.range}>±{formatTabular(ranges[i] ?? 0, locale, 2)}</span>
                </span>
                <div className={styles.picture}>
                  <Band
                    node={node}
                    state={frame?.states[i] ?? null}
                    range={ranges[i] ?? 1}
                    size={size}
                    ratio={ratio}
                    scheme={scheme}
                    onMove={(event) => setSpot(move(event, i))}
                    onClick={() => onChoose(chosen === i ? null : i)}
                  />
                  {spot?.node === i && (
                    <span
                      className={styles.spot}
                      style={{
                        left: (spot.channel * size.w) / ratio,
                        top: (spot.cell * size.h) / ratio,
                        width: Math.max(3, size.w / ratio),
                        height: size.h / ratio,
                      }}
                    />
                  )}
                </div>
              </div>
            ))
            .reverse()}
        </div>
      </div>
      <output id={readout} className={styles.readout} data-value={value ?? undefined} aria-live="polite">
        {spot && value !== null
          ? props.cellName(
              props.layerName(nodes[spot.node]!.layer),
              spot.channel,
              spot.cell,
              formatNumber(value, locale),
            )
          : props.idle}
      </output>
    </div>
  );
}

const clamp = (index: number, count: number) => Math.min(count - 1, Math.max(0, index));

interface BandProps {
  readonly node: StateNode;
  readonly state: Float32Array | null;
  readonly range: number;
  readonly size: { w: number; h: number };
  readonly ratio: number;
  readonly scheme: 'light' | 'dark';
  readonly onMove: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onClick: () => void;
}

function Band({ node, state, range, size, ratio, scheme, onMove, onClick }: BandProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element || size.w === 0) return;
    const values = state ? asRows(state, node) : new Float32Array(node.channels * node.cells);
    const data = { rows: node.cells, cols: node.channels, values };
    const picture = paint(data, wholeWindow(data), size, 'signed', [-range, range], scheme);
    element.width = picture.width;
    element.height = picture.height;
    element.style.width = `${picture.width / ratio}px`;
    element.style.height = `${picture.height / ratio}px`;
    element.getContext('2d')!.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  }, [node, state, range, size, ratio, scheme]);
  return <canvas ref={canvas} onPointerMove={onMove} onClick={onClick} />;
}
