'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { EngineError } from '@/engine/errors';
import { basePath } from '../shell/base-path';
import { rangesOf } from './first-run';
import { type Recording, readRecording } from './recording';
import type { Run, RunToken } from './use-first-run';

interface Loaded {
  readonly recording: Recording;
  readonly tokens: readonly RunToken[];
  readonly ranges: readonly number[];
}

/** Plays the recorded run while `active`, at `pace` tokens per second, as if it were a live one. */
export function useRecording(active: boolean, pace: number): Run & { readonly recording: Recording | null } {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<EngineError | null>(null);
  const [shown, setShown] = useState(0);
  const [playing, setPlaying] = useState(true);
  const [number, setNumber] = useState(1);
  useEffect(() => {
    if (!active) return;
    const control = new AbortController();
    fetchRecording(control.signal).then(setLoaded, (thrown: unknown) => {
      if (!control.signal.aborted) setError(new EngineError('network', String(thrown)));
    });
    return () => control.abort();
  }, [active]);

  const all = loaded?.tokens.length ?? 0;
  const given = loaded?.tokens.filter((token) => token.given).length ?? 0;
  const speed = useRef(pace);
  speed.current = pace;
  useEffect(() => {
    if (!playing || shown >= all) return;
    // The beginning is there at once, as in a live run. A recording has no speed of its own: "as fast as it runs" is one screen frame.
    const wait = shown === 0 ? 0 : Math.max(16, 1000 / speed.current);
    const timer = setTimeout(() => setShown(Math.max(given, shown + 1)), wait);
    return () => clearTimeout(timer);
  }, [playing, shown, all, given]);

  return {
    recording: loaded?.recording ?? null,
    number,
    ready: loaded !== null,
    status: error ? 'failed' : all === 0 ? 'waiting' : shown >= all ? 'done' : playing ? 'writing' : 'paused',
    tokens: loaded?.tokens.slice(0, shown) ?? [],
    ranges: loaded?.ranges ?? [],
    rate: null,
    error,
    start: useCallback(() => {
      setShown(0);
      setNumber((old) => old + 1);
      setPlaying(true);
    }, []),
    pause: useCallback(() => setPlaying(false), []),
    resume: useCallback(() => setPlaying(true), []),
  };
}

async function fetchRecording(signal: AbortSignal): Promise<Loaded> {
  const response = await fetch(`${basePath}/recorded/first-run.json`, { signal });
  if (!response.ok) throw new Error(`recorded/first-run.json: status ${response.status}`);
  const recording = (await response.json()) as Recording;
  const tokens = readRecording(recording);
  let ranges: number[] = [];
  for (const { frame } of tokens) ranges = rangesOf(frame, ranges);
  return { recording, tokens, ranges };
}
