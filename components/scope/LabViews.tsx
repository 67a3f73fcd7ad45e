'use client';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useRef } from 'react';
import { moveInList } from '../charts/keys';
import styles from './lab.module.css';
import type { View } from './lab-state';
import { useLab, useLabStore } from './use-lab';
import { Attention } from './views/Attention';
import { Compare } from './views/Compare';
import { Experts } from './views/Experts';
import { Prediction } from './views/Prediction';
import { Selection } from './views/Selection';
import { State } from './views/State';

/** The views that there are, in the order of their tabs. */
export const TABS = [
  'state',
  'selection',
  'attention',
  'prediction',
  'compare',
  'experts',
] as const satisfies readonly View[];
type Tab = (typeof TABS)[number];

const SHOW: Readonly<Record<Tab, () => React.ReactNode>> = {
  state: State,
  selection: Selection,
  attention: Attention,
  prediction: Prediction,
  compare: Compare,
  experts: Experts,
};

const isTab = (view: View): view is Tab => (TABS as readonly View[]).includes(view);

/** One view at a time, at full width. */
export function LabViews() {
  const t = useTranslations('lab.views');
  const store = useLabStore();
  const wanted = useLab((lab) => lab.set.view);
  const list = useRef<HTMLDivElement>(null);
  const view = isTab(wanted) ? wanted : TABS[0];
  const Shown = SHOW[view];
  const onKey = (event: KeyboardEvent) => {
    const next = moveInList(event, TABS.indexOf(view), TABS.length);
    if (next === undefined) return;
    event.preventDefault();
    store.set({ view: TABS[next]! });
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return (
    <section className={styles.views}>
      <div ref={list} role="tablist" aria-label={t('label')} className={styles.tabs} onKeyDown={onKey}>
        {TABS.map((id) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-controls="lab-view"
            aria-selected={id === view}
            tabIndex={id === view ? 0 : -1}
            onClick={() => store.set({ view: id })}
          >
            {t(id)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="lab-view" aria-labelledby={`tab-${view}`}>
        <Shown />
      </div>
    </section>
  );
}
