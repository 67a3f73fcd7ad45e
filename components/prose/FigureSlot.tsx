'use client';
import { type ComponentType, type ReactNode, useEffect, useRef, useState } from 'react';
import { type LiveFigureProps, live } from '../figures/live';

/** Keeps the still until the figure is near the screen, then loads and shows the live one in its place. If that fails the still remains. */
export function FigureSlot({ children, ...props }: LiveFigureProps & { children: ReactNode }) {
  const [Live, setLive] = useState<ComponentType<LiveFigureProps> | null>(null);
  const slot = useRef<HTMLDivElement>(null);
  const { name } = props;
  useEffect(() => {
    const load = live[name];
    const element = slot.current;
    if (!load || !element) return;
    let gone = false;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        load().then(
          (module) => !gone && setLive(() => module.default),
          () => undefined, // offline before it was cached: the still says it all the same
        );
      },
      { rootMargin: '240px' },
    );
    observer.observe(element);
    return () => {
      gone = true;
      observer.disconnect();
    };
  }, [name]);
  return (
    <div ref={slot} data-live={Live ? 'yes' : 'no'}>
      {Live ? <Live {...props} /> : children}
    </div>
  );
}
