'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { devices, type Roof } from '@/engine/bench';
import { type CostState, CUSTOM, DEFAULTS, fromQuery, HERE, type LinkProblem, toQuery } from './cost-state';
import type { CostModel } from './models';
import type { Setup } from './quantities';

/** What the reader has chosen, read from the address and written to it. The static HTML and the first render have the defaults. */
export function useCostState(models: readonly CostModel[]) {
  const [state, setState] = useState<CostState>(DEFAULTS);
  const [problems, setProblems] = useState<readonly LinkProblem[]>([]);
  const [read, setRead] = useState(false);
  useEffect(() => {
    const readAddress = () => {
      const found = fromQuery(location.search, {
        models: models.filter((m) => !m.here).map((m) => m.id),
        bundles: models.filter((m) => m.here).map((m) => m.id),
        devices: devices.map((d) => d.id),
      });
      setState(found.state);
      setProblems(found.problems);
      setRead(true);
    };
    readAddress();
    addEventListener('popstate', readAddress);
    return () => removeEventListener('popstate', readAddress);
  }, [models]);
  useEffect(() => {
    if (!read) return;
    // Browsers limit how often an address may be written: a slider that is dragged writes once it stands.
    const timer = setTimeout(() => {
      const query = toQuery(state);
      if (`?${query}` !== (location.search || '?'))
        history.replaceState(history.state, '', `${location.pathname}${query && `?${query}`}${location.hash}`);
    }, 200);
    return () => clearTimeout(timer);
  }, [state, read]);
  const change = useCallback((part: Partial<CostState>) => setState((before) => ({ ...before, ...part })), []);
  return { state, change, problems, dismiss: () => setProblems([]), ready: read };
}

export interface ChosenDevice extends Roof {
  /** Bytes. */
  readonly memory: number;
  readonly source: string | null;
}

/** The device that published models are put on; null for this one before it was measured. */
export function deviceOf(state: CostState, here: Roof | null): ChosenDevice | null {
  const memory = state.memory * 2 ** 30;
  if (state.device === HERE) return here && { ...here, memory, source: null };
  if (state.device === CUSTOM)
    return { flops: state.teraflops * 1e12, bandwidth: state.gigabytes * 1e9, memory, source: null };
  return devices.find(({ id }) => id === state.device) ?? null;
}

/** Batch, number formats and device, as the reader set them; `here` is this device's roof, once measured. */
export function useSetup(state: CostState, here: Roof | null): Setup {
  const { batch, bytes, weights, device, teraflops, gigabytes } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the state, only these change the device
  return useMemo(
    () => ({ batch, weightBytes: bytes, weights: weights === 'yes', roof: deviceOf(state, here), here }),
    [batch, bytes, weights, device, teraflops, gigabytes, here],
  );
}
