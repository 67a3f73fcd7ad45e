'use client';
import { useEffect, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { ViewResult } from '@/engine/views';
import { asEngineError } from '@/engine/worker/protocol';
import { bundle } from '../../shell/base-path';
import { type Engine, useEngine } from '../../use-engine';
import { useTitles } from '../beside/use-beside';
import { useLab } from '../use-lab';

export interface Twin {
  /** The model that stands beside, or null where the lab has none of the family. */
  readonly name: string | null;
  readonly title: string;
  readonly engine: Engine;
  readonly layer: number;
  readonly data: ViewResult<'write-plane'> | null;
  readonly error: EngineError | null;
}

/**
 * The model of the same family that selects nothing, S4D (or Mamba, where S4D is in view), reading the same tokens: how each writes and
 * keeps, at the same depth. Loaded and run only while it is wanted.
 */
export function useTwin(layer: number, kind: string | undefined, wanted: boolean): Twin {
  const { all } = useTitles();
  const main = useLab((lab) => lab.model);
  const ids = useLab((lab) => lab.run?.ids ?? null);
  const own = main?.info.name ?? '';
  const end = kind === 's4d' ? 'mamba' : 's4d';
  const twin = all.find(({ name }) => name.endsWith(`-${end}`) && own.startsWith(name.slice(0, -end.length)));
  const name = twin?.name ?? null;
  const awake = wanted && name !== null && ids !== null;
  const engine = useEngine({ source: awake ? bundle(name) : null, awake });
  const { model } = engine;
  const [state, setState] = useState<Pick<Twin, 'data' | 'error'>>({ data: null, error: null });
  const depth = Math.min(layer, (model?.info.blueprint.layers.length ?? 1) - 1);
  useEffect(() => {
    if (!model || !ids || !awake) return;
    const control = new AbortController();
    // The ids mean the same words only where both know the same words; families share their tokenizer, and this holds it.
    const known = ids.every((id) => id < model.info.drawable);
    if (!known) return;
    model.view(ids, { name: 'write-plane', layer: depth, options: {} }, { signal: control.signal }).then(
      (data) => control.signal.aborted || setState({ data, error: null }),
      (thrown) => control.signal.aborted || setState({ data: null, error: asEngineError(thrown) }),
    );
    return () => control.abort();
  }, [model, ids, depth, awake]);
  return { name, title: twin?.title ?? '', engine, layer: depth, ...(awake ? state : { data: null, error: null }) };
}
