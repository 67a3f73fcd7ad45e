'use client';
import { useEffect, useMemo, useRef } from 'react';
import type { BlockLayout } from '../blueprint/block-layout';
import type { BlockPicture } from '../blueprint/block-picture';
import { isStill } from '../shell/motion';
import styles from './block.module.css';
import { alongPath, type Point } from './block-picture';
import { PACE } from './lab-store';
import { useLab, useLabStore } from './use-lab';

/** Milliseconds that a token takes through the block, and that it takes along one ribbon. */
const THROUGH = 400;
const ALONG = 220;

export interface LabPulsesProps {
  readonly layout: BlockLayout;
  readonly drawn: BlockPicture;
  readonly colour: (id: string) => string;
}

/**
 * The token that has just been read, as drops that run along the ribbons in the order of the computation. Only places of elements change,
 * which the browser moves without drawing the page again: a block that flows costs no frame.
 */
export function LabPulses({ layout, drawn, colour }: LabPulsesProps) {
  const store = useLabStore();
  const token = useLab((lab) => lab.set.token);
  const box = useRef<HTMLDivElement>(null);
  const ways = useMemo(() => {
    const rank = new Map(layout.nodes.map((node) => [node.id, node.rank]));
    return layout.edges.map(({ from, to }, i) => ({
      key: `${from} ${to}`,
      from,
      start: rank.get(from)! / Math.max(1, layout.ranks - 1),
      points: evenly(alongPath(drawn.paths[i]!)),
    }));
  }, [layout, drawn]);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token is what sets them off
  useEffect(() => {
    // Nothing has flowed yet when the block is opened.
    const { playing, speed } = store.lab;
    const time = playing ? Math.min(THROUGH, PACE / speed) : THROUGH;
    if (first.current || isStill() || time < THROUGH / 2) {
      first.current = false;
      return;
    }
    const along = (ALONG * time) / THROUGH;
    const running = [...(box.current?.children ?? [])].map((drop, i) =>
      drop.animate(
        ways[i]!.points.map(([x, y, offset], j, all) => ({
          offset,
          opacity: j === 0 || j === all.length - 1 ? 0 : 1,
          transform: `translate(${x}px, ${y}px)`,
        })),
        { duration: along, delay: ways[i]!.start * (time - along), easing: 'linear' },
      ),
    );
    return () => {
      for (const animation of running) animation.cancel();
    };
  }, [token, ways, store]);
  return (
    <div ref={box} className={styles.pulses} aria-hidden="true">
      {ways.map(({ key, from }) => (
        <i key={key} style={{ background: colour(from) }} />
      ))}
    </div>
  );
}

/** Each point with the share of the whole way at which it lies: what goes along keeps its speed. */
function evenly(points: readonly Point[]): (readonly [number, number, number])[] {
  let sum = 0;
  const lengths = points.map(([x, y], i) => {
    const [px, py] = points[i - 1] ?? [x, y];
    sum += Math.hypot(x - px, y - py);
    return sum;
  });
  return points.map(([x, y], i) => [x, y, sum > 0 ? lengths[i]! / sum : i / Math.max(1, points.length - 1)]);
}
