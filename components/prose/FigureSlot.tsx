'use client';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { Still } from '../figure/still';
import { useNear } from '../figure/use-near';
import { type LiveFigureProps, live } from '../figures/live';

/**
 * Keeps the still figure until it is near the screen, then loads and shows the live one in its place, with the still picture in it until
 * its model runs. If that fails the still remains.
 */
export function FigureSlot({ still, children, ...props }: LiveFigureProps & { still: ReactNode; children: ReactNode }) {
  const [Live, setLive] = useState<ComponentType<LiveFigureProps> | null>(null);
  const slot = useRef<HTMLDivElement>(null);
  const { name } = props;
  const near = useNear(slot);
  useEffect(() => {
    if (!near) return;
    let gone = false;
    live[name]?.().then(
      (module) => !gone && setLive(() => module.default),
      () => undefined, // offline before it was cached: the still says it all the same
    );
    return () => {
      gone = true;
    };
  }, [name, near]);
  return (
    <div ref={slot} data-live={Live ? 'yes' : 'no'}>
      <Still value={still}>{Live ? <Live {...props} /> : children}</Still>
    </div>
  );
}
