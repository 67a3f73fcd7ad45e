'use client';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import type { EngineError } from '@/engine/errors';
import type { ViewName, ViewOptions, ViewResult } from '@/engine/views';
import type { LiveModel } from '@/engine/worker/client';
import { asEngineError } from '@/engine/worker/protocol';
import { findNode } from '../blueprint/nodes';
import type { LabState } from './lab-state';
import type { Lab, LabStore } from './lab-store';
import { usePart } from './use-part';

const LabContext = createContext<LabStore | null>(null);
export const LabProvider = LabContext.Provider;

/** The store of the lab around; throws outside of LabProvider. */
export function useLabStore(): LabStore {
  const store = useContext(LabContext);
  if (!store) throw new Error('a part of the lab stands outside of LabProvider');
  return store;
}

/** A part of the lab; renders again only when that part changes. `select` must return what the lab holds, not something new. */
export function useLab<T>(select: (lab: Lab) => T): T {
  return usePart(useLabStore(), select);
}

/** Some of what the reader has set; renders again only when one of these changes. */
export function useSet<F extends keyof LabState>(...fields: readonly F[]): Pick<LabState, F> {
  return usePart(
    useLabStore(),
    (lab) => lab.set,
    (a, b) => fields.every((field) => Object.is(a[field], b[field])),
  );
}

/** The loaded model's blueprint; null before. */
export function useBlueprint(): Blueprint | null {
  return useLab((lab) => lab.model?.info.blueprint ?? null);
}

/** The node in view: the reader's choice in the layer that is shown. */
export function useNode(): BlueprintNode | null {
  const blueprint = useBlueprint();
  const layer = useLab((lab) => lab.run?.shown.layer ?? null);
  const name = useLab((lab) => lab.set.node);
  return useMemo(
    () => (blueprint && layer !== null ? findNode(blueprint, layer, name) : null),
    [blueprint, layer, name],
  );
}

/** Labels of token ids, once the worker has given them. */
const labels = new WeakMap<LiveModel, Map<number, string>>();
export function useLabels(model: LiveModel | null, ids: readonly number[]): (id: number) => string {
  const [, tell] = useState(0);
  const key = ids.join();
  useEffect(() => {
    if (!model) return;
    const known = labels.get(model) ?? new Map<number, string>();
    labels.set(model, known);
    const missing = key
      .split(',')
      .filter((id) => id !== '' && !known.has(Number(id)))
      .map(Number);
    if (missing.length === 0) return;
    let gone = false;
    model.pieces(missing).then(
      (pieces) => {
        for (const piece of pieces) known.set(piece.id, piece.display);
        if (!gone) tell((n) => n + 1);
      },
      () => undefined, // the model went away: nothing is left to label
    );
    return () => {
      gone = true;
    };
  }, [model, key]);
  return (id) => (model && labels.get(model)?.get(id)) ?? `⟨${id}⟩`;
}

export interface ViewData<N extends ViewName> {
  /** Of the text and changes in `run`; the one before while a new one is computed. */
  readonly data: ViewResult<N> | null;
  readonly pending: boolean;
  readonly error: EngineError | null;
}

/** Time that a text must stand still before its views are computed, in milliseconds: stepping through it must not wait for them. */
const STILL = 120;

/** A view of the lab's text, computed in the worker and kept until text, changes, layer or options are others. */
export function useLabView<N extends ViewName>(
  name: N,
  layer: number | null,
  options: ViewOptions<N>,
  wanted = true,
): ViewData<N> {
  const model = useLab((lab) => lab.model);
  const ids = useLab((lab) => lab.run?.ids ?? null);
  const interventions = useLab((lab) => lab.run?.interventions ?? null);
  const [state, setState] = useState<ViewData<N>>({ data: null, pending: false, error: null });
  const key = JSON.stringify(options);
  // `key` stands for the options.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!model || !ids || !interventions || !wanted) return;
    const control = new AbortController();
    setState((before) => ({ ...before, pending: true, error: null }));
    const timer = setTimeout(() => {
      model
        .view(ids, { name, options, ...(layer === null ? {} : { layer }), interventions }, { signal: control.signal })
        .then(
          (data) => control.signal.aborted || setState({ data, pending: false, error: null }),
          (thrown) => {
            if (control.signal.aborted) return;
            const error = asEngineError(thrown);
            setState({ data: null, pending: false, error });
          },
        );
    }, STILL);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [model, ids, interventions, name, layer, key, wanted]);
  return state;
}
