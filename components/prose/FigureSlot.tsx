'use client';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { useNear } from '../figure/use-near';
import { type LiveFigureProps, live } from '../figures/live';

/** Keeps the still until the figure is near the screen, then loads and shows the live one in its place. If that fails the still remains. */
export function FigureSlot({ children, ...props }: LiveFigureProps & { children: ReactNode }) {
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
      {Live ? <Live {...props} /> : children}
    </div>
  );
}
