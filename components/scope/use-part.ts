'use client';
import { createContext, startTransition, useContext, useEffect, useRef, useState } from 'react';
import type { Lab, LabChange, LabStore } from './lab-store';
import { type Turn, Turns } from './turns';

/** The turn of the panel that a part stands in. */
export const PanelTurn = createContext<Turn>(0);

const turns = new WeakMap<LabStore, Turns>();

function turnsOf(store: LabStore): Turns {
  const own = turns.get(store) ?? new Turns();
  turns.set(store, own);
  return own;
}

/**
 * Renders again when a part of the lab changes. What may come at every moment (a token, the cursor dragged over the text, what is
 * pointed at) is drawn panel by panel (turns.ts) and as a transition, in slices of a few milliseconds, so that typing, dragging and scrolling
 * never wait for it. What the reader sets is rendered at once: an input that is typed into must not lag.
 */
export function usePart<T>(store: LabStore, select: (lab: Lab) => T, same: (a: T, b: T) => boolean = Object.is): T {
  const turn = useContext(PanelTurn);
  const [lab, setLab] = useState(store.getSnapshot);
  const latest = useRef(select);
  latest.current = select;
  const alike = useRef(same);
  alike.current = same;
  /** The lab that was last handed to `setLab`: a transition may still be rendering it. */
  const handed = useRef(lab);
  useEffect(() => {
    const own = turnsOf(store);
    const isNew = () => !alike.current(latest.current(store.getSnapshot()), latest.current(handed.current));
    const hand = () => {
      handed.current = store.getSnapshot();
      setLab(handed.current);
    };
    const draw = () => isNew() && startTransition(hand);
    const take = (kind: LabChange) => {
      if (!isNew()) return;
      // A page out of sight is never given a frame.
      if (kind !== 'set' && turn > 0 && !document.hidden) own.ask(turn, draw);
      else if (kind === 'run') draw();
      else hand();
    };
    take('set');
    const leave = store.subscribe(take);
    return () => {
      leave();
      own.drop(turn, draw);
    };
  }, [store, turn]);
  return select(lab);
}
