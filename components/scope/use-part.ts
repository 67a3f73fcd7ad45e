'use client';
import { startTransition, useEffect, useRef, useState } from 'react';
import type { Lab, LabStore } from './lab-store';

/**
 * Renders again when a part of the lab changes. What the model has just computed (`Change.run`) is rendered as a transition: one token changes
 * every panel, and React then draws them in slices of a few milliseconds, so that typing, dragging and scrolling never wait for a token.
 * They all appear in one commit. What the reader sets is rendered at once: an input that is typed into must not lag.
 */
export function usePart<T>(store: LabStore, select: (lab: Lab) => T): T {
  const [lab, setLab] = useState(store.getSnapshot);
  const latest = useRef(select);
  latest.current = select;
  /** The lab that was last handed to `setLab`: a transition may still be rendering it. */
  const handed = useRef(lab);
  useEffect(() => {
    const take = (run: boolean) => {
      const next = store.getSnapshot();
      if (Object.is(latest.current(next), latest.current(handed.current))) return;
      handed.current = next;
      if (run) startTransition(() => setLab(next));
      else setLab(next);
    };
    take(false);
    return store.subscribe(take);
  }, [store]);
  return select(lab);
}
