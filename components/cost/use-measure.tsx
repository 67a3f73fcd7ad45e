'use client';
/**
 * Measures models in the engine's worker. They are loaded together when the reader starts, each by a hook of its own (Loaders must be
 * rendered), and let go when it is over. engine/bench/measurement.ts does the measuring.
 */
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import {
  AS_RUN_HERE,
  type CostProfile,
  lengthsUpTo,
  Measurement,
  type MeasurementState,
  profileOf,
} from '@/engine/bench';
import { liveSubject } from '@/engine/bench/live-subject';
import type { EngineError } from '@/engine/errors';
import type { LiveSession } from '@/engine/worker/client';
import { asEngineError, type ModelSource } from '@/engine/worker/protocol';
import { bundle } from '../shell/base-path';
import { type Engine, useEngine } from '../use-engine';
import type { Measured } from './measured';

/** A model to measure: the bundle of that name, unless it says where from. Without a profile it gets the one of its blueprint, once that is loaded. */
export interface Candidate {
  readonly id: string;
  readonly profile?: CostProfile;
  readonly from?: ModelSource;
}

export interface Measuring {
  readonly phase: 'idle' | 'loading' | MeasurementState['status'];
  /** Share of the models loaded, then of the work done. */
  readonly done: number;
  readonly measurement: MeasurementState | null;
  readonly error: EngineError | null;
  /** One of the engines in use, to say on what it runs. */
  readonly engine: Engine | null;
  /** What has been measured so far in this run. */
  readonly fresh: readonly Measured[];
  start(models: readonly Candidate[], longest: number): void;
  pause(): void;
  resume(): void;
  cancel(): void;
  /** Render this: it holds the models. */
  readonly loaders: React.ReactNode;
}

const nothing = () => () => undefined;

/** Loads the models that the reader chose and measures them, one measurement at a time. */
export function useMeasure(): Measuring {
  const [wanted, setWanted] = useState<{ models: readonly Candidate[]; longest: number } | null>(null);
  const [engines, setEngines] = useState<ReadonlyMap<string, Engine>>(new Map());
  const [measurement, setMeasurement] = useState<Measurement | null>(null);
  const [failed, setFailed] = useState<EngineError | null>(null);
  const seen = useRef(new Map<string, { kind: Measured['kind']; device: string }>());
  const onEngine = useCallback((name: string, engine: Engine) => {
    setEngines((before) => new Map(before).set(name, engine));
  }, []);

  const state = useSyncExternalStore(
    useCallback((changed: () => void) => measurement?.subscribe(changed) ?? nothing(), [measurement]),
    () => measurement?.state ?? null,
    () => null,
  );

  const ready = wanted?.models.every(({ id }) => engines.get(id)?.status === 'ready') ?? false;
  // Once all models are there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engines of a run do not change while it runs
  useEffect(() => {
    if (!ready || !wanted) return;
    let gone = false;
    let running: Measurement | null = null;
    const sessions: LiveSession[] = [];
    const begin = async () => {
      const subjects = [];
      for (const { id, profile } of wanted.models) {
        const model = engines.get(id)!.model!;
        const own = profile ?? profileOf(model.info.blueprint, AS_RUN_HERE);
        const session = await model.createSession();
        sessions.push(session);
        if (gone) return;
        seen.current.set(id, { kind: model.info.kind, device: model.info.device });
        subjects.push(liveSubject(id, model, session, own));
      }
      running = new Measurement(subjects, { lengths: lengthsUpTo(wanted.longest) });
      setMeasurement(running);
      await running.run();
    };
    begin()
      .catch((thrown) => gone || setFailed(asEngineError(thrown)))
      .finally(() => {
        for (const session of sessions) session.close();
        if (!gone) setWanted(null);
      });
    return () => {
      gone = true;
      running?.cancel();
    };
  }, [ready, wanted]);

  const broken = wanted?.models.map(({ id }) => engines.get(id)?.error).find(Boolean) ?? null;
  useEffect(() => {
    if (!broken) return;
    setFailed(broken);
    setWanted(null);
  }, [broken]);

  const fresh = useMemo(() => recordsOf(state, seen.current), [state]);
  const loaded = wanted?.models.filter(({ id }) => engines.get(id)?.status === 'ready').length ?? 0;
  const phase = failed ? 'failed' : wanted && !ready ? 'loading' : (state?.status ?? 'idle');
  return {
    phase,
    done: phase === 'loading' ? loaded / wanted!.models.length : (state?.done ?? 0),
    measurement: state,
    error: failed ?? state?.error ?? null,
    engine: [...engines.values()].find((engine) => engine.model !== null) ?? null,
    fresh,
    start(models, longest) {
      setFailed(null);
      setMeasurement(null);
      setEngines(new Map());
      setWanted({ models, longest });
    },
    pause: () => measurement?.pause(),
    resume: () => measurement?.resume(),
    cancel() {
      measurement?.cancel();
      if (!measurement || phase === 'loading') setWanted(null);
    },
    loaders:
      wanted?.models.map(({ id, from = bundle(id) }) => (
        <Loader key={id} name={id} source={from} onEngine={onEngine} />
      )) ?? null,
  };
}

/** Keeps one model loaded while it is rendered. */
function Loader({
  name,
  source,
  onEngine,
}: {
  name: string;
  source: ModelSource;
  onEngine: (name: string, engine: Engine) => void;
}) {
  const engine = useEngine({ source });
  // Progress of loading is not told: only what the engine has become.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => onEngine(name, engine), [name, engine.status, onEngine]);
  return null;
}

/** The rows of a run, by model, with the device that each ran on. */
function recordsOf(
  state: MeasurementState | null,
  seen: ReadonlyMap<string, { kind: Measured['kind']; device: string }>,
): Measured[] {
  if (!state) return [];
  const date = new Date().toISOString();
  return [...seen]
    .map(([model, on]) => ({
      version: 1 as const,
      model,
      ...on,
      date,
      rows: state.rows.filter((r) => r.subject === model),
    }))
    .filter(({ rows }) => rows.length > 0);
}
