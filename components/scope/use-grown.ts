'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import { computeView, viewNeeds } from '@/engine/views';
import type { LiveModel } from '@/engine/worker/client';
import type { Run } from './lab-run';
import { fromToken, sizePerToken } from './tensor-read';
import { useLab } from './use-lab';

/**
 * What is known of each token of a run, kept while the text grows: a token more must not cost as much as all before it. The numbers of a
 * token depend on those before it only, so they hold as long as model, layer, changes and the tokens up to it are the same.
 */
interface Known<T> {
  readonly model: LiveModel;
  readonly run: Run;
  readonly value: T;
}

/** Number of first tokens of `run` of which `known` holds good. */
function holds(known: Known<unknown> | null, model: LiveModel, run: Run): number {
  if (!known || known.model !== model || known.run.shown.layer !== run.shown.layer) return 0;
  if (known.run.interventions !== run.interventions) return 0;
  const { ids } = known.run;
  let same = 0;
  while (same < ids.length && same < run.ids.length && ids[same] === run.ids[same]) same++;
  return same;
}

/** Root mean square of every tensor of the layer in view at each token, by node. */
export function useSizes(byId: ReadonlyMap<string, BlueprintNode>): ReadonlyMap<string, Float32Array> {
  const model = useLab((lab) => lab.model);
  const run = useLab((lab) => lab.run);
  const known = useRef<Known<ReadonlyMap<string, Float32Array>> | null>(null);
  return useMemo(() => {
    if (!model || !run) return new Map();
    const same = holds(known.current, model, run);
    const value = new Map(
      [...run.shown.taps].map(([id, tap]) => [
        id,
        sizePerToken(byId.get(id)!, tap, known.current?.value.get(id)?.subarray(0, same)),
      ]),
    );
    known.current = { model, run, value };
    return value;
  }, [model, run, byId]);
}

/** Δ‖B‖ per token, the mean over channels, of the layer in view; null where the layer writes into no state. */
export function useWrites(): Float32Array | null {
  const model = useLab((lab) => lab.model);
  const run = useLab((lab) => lab.run);
  const known = useRef<Known<Float32Array> | null>(null);
  const [writes, setWrites] = useState<Float32Array | null>(null);
  useEffect(() => {
    if (!model || !run) return;
    const { blueprint } = model.info;
    const { layer, taps } = run.shown;
    const needs = viewNeeds(blueprint, 'write-plane', layer, {});
    if (!needs) return setWrites(null);
    let gone = false;
    const compute = async () => {
      const weights = new Map<string, Tensor>();
      for (const key of needs.weights) weights.set(key, await model.weight(key));
      const same = holds(known.current, model, run);
      const all = new Float32Array(run.ids.length);
      if (same > 0) all.set(known.current!.value.subarray(0, same));
      if (same < all.length) {
        const nodes = blueprint.nodes.filter(({ id }) => needs.taps.includes(id));
        const rest = new Map(nodes.map((node) => [node.id, fromToken(node, taps.get(node.id)!, same)]));
        const plane = await computeView(blueprint, 'write-plane', layer, { taps: rest, weights }, {});
        all.set(plane.write.data, same);
      }
      if (gone) return;
      known.current = { model, run, value: all };
      setWrites(all);
    };
    // The model may go away meanwhile: then there is nothing to show.
    compute().catch(() => gone || setWrites(null));
    return () => {
      gone = true;
    };
  }, [model, run]);
  return writes;
}
