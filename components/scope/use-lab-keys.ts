'use client';
import { useEffect, useRef } from 'react';
import { findNode } from '../blueprint/nodes';
import { ablateLayer, forgetAt } from './changes/changes';
import { TABS } from './LabViews';
import { actionOf, focusKind } from './lab-keys';
import { LIMITS } from './lab-state';
import type { LabStore } from './lab-store';
import { unitAxis } from './tensor-read';

/** The keys of the lab (lab-keys.ts), wherever on the page the focus is, as far as what has it does not need them itself. */
export function useLabKeys(store: LabStore, onSheet: () => void): void {
  const sheet = useRef(onSheet);
  sheet.current = onSheet;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = actionOf(event, focusKind(event.target instanceof Element ? event.target : null));
      if (!action) return;
      event.preventDefault();
      const { lab } = store;
      switch (action.do) {
        case 'play':
          return lab.playing ? store.pause() : void store.play('token');
        case 'move':
          return void store.move(action.unit, action.direction);
        case 'first':
          return void store.goTo(0);
        case 'last':
          return void store.goToEnd();
        case 'view': {
          const view = TABS[action.index];
          return view && store.set({ view });
        }
        case 'keys':
          return sheet.current();
        case 'forget':
        case 'ablate': {
          const { run, model, set } = lab;
          if (!run || !model) return;
          const { blueprint } = model.info;
          const more =
            action.do === 'forget' ? [forgetAt(blueprint, set.token)] : ablateLayer(blueprint, run.shown.layer);
          const all = [...set.changes, ...more.filter((change) => change !== null)];
          return all.length <= LIMITS.interventions ? void store.setChanges(all) : undefined;
        }
        case 'undo':
          return lab.set.changes.length > 0 ? void store.setChanges(lab.set.changes.slice(0, -1)) : undefined;
        case 'unit': {
          const { run, model, set } = lab;
          if (!run || !model) return;
          const node = findNode(model.info.blueprint, run.shown.layer, set.node);
          const size = unitAxis(node, run.shown.taps.get(node.id)!)?.size ?? 1;
          return store.set({ channel: (Math.min(set.channel, size - 1) + action.direction + size) % size });
        }
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store]);
}
