'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';
/** The run behind the first page's figure: reads a prompt, writes on, keeps the state after every token. */
import { asEngineError } from '@/engine/worker/protocol';
import { useSession } from '../use-engine';
import { type Frame, rangesOf, rateOf, SAMPLING, stateNodesOf, Traces } from './first-run';

/** A token on the page. */
export interface RunToken {
  readonly id: number;
  readonly text: string;
  /** Part of the prompt. */
  readonly given: boolean;
  readonly frame: Frame;
}

export interface Run {
  /** Runs begun so far: the tokens are those of this one. */
  readonly number: number;
  /** There is a session: it can start. */
  readonly ready: boolean;
  readonly status: 'waiting' | 'writing' | 'paused' | 'done' | 'failed';
  readonly tokens: readonly RunToken[];
  /** Largest magnitude of each layer's state so far. */
  readonly ranges: readonly number[];
  /** Tokens per second in the engine, over the last steps; null before the first. */
  readonly rate: number | null;
  readonly error: EngineError | null;
  start(prompt: string, seed: number): void;
  pause(): void;
  resume(): void;
}

/** Tokens written in one run, and the longest prompt: every token's state and what is left of it are kept (256 KiB a token for stories-mamba). */
export const LENGTH = 100;
export const LONGEST_PROMPT = 60;
/** Longest stretch of work between two rests of the page, in milliseconds. */
const STRETCH = 12;
/** Steps that the rate is taken over. */
const RECENT = 24;

interface Shown {
  readonly number: number;
  readonly status: Run['status'];
  readonly tokens: readonly RunToken[];
  readonly ranges: readonly number[];
  readonly times: readonly number[];
  readonly error: EngineError | null;
}
const EMPTY: Shown = { number: 0, status: 'waiting', tokens: [], ranges: [], times: [], error: null };

/** `pace` is tokens per second shown; the engine waits for the page. */
export function useFirstRun(model: LiveModel | null, pace: number): Run {
  const { session, error: sessionError } = useSession(model);
  const [shown, setShown] = useState(EMPTY);
  const control = useRef<AbortController | null>(null);
  /** The run under way: the next one begins when it has ended. */
  const running = useRef<Promise<void>>(Promise.resolve());
  const speed = useRef(pace);
  speed.current = pace;
  const seed = useRef(1);
  const nodes = useMemo(() => (model ? stateNodesOf(model.info.blueprint) : []), [model]);
  const taps = useMemo(() => nodes.flatMap((node) => [node.id, node.decay]), [nodes]);
  const traces = useRef(new Traces([]));

  const write = useCallback(
    async (written: number) => {
      if (!session) return;
      const own = new AbortController();
      control.current = own;
      setShown((old) => ({ ...old, status: 'writing' }));
      let next = performance.now();
      const end = await session.generate(
        LENGTH - written,
        { sampling: { ...SAMPLING, seed: seed.current }, taps },
        {
          signal: own.signal,
          onStep: async (step) => {
            const frame = traces.current.add(step.taps, 0);
            setShown((old) => ({
              ...old,
              tokens: [...old.tokens, { id: step.id, text: step.text, given: false, frame }],
              ranges: rangesOf(frame, old.ranges),
              times: [...old.times, step.milliseconds].slice(-RECENT),
            }));
            next = Math.max(next + 1000 / speed.current, performance.now());
            await sleep(next - performance.now(), own.signal);
          },
        },
      );
      setShown((old) => ({ ...old, status: end === 'cancelled' ? 'paused' : 'done' }));
    },
    [session, taps],
  );

  /** Stops what runs, then runs `work`; what goes wrong is shown. */
  const begin = useCallback((work: () => Promise<void>) => {
    control.current?.abort();
    running.current = running.current.then(work).catch((thrown: unknown) => {
      const error = asEngineError(thrown);
      setShown((old) => ({ ...old, status: 'failed', error }));
    });
  }, []);

  const start = useCallback(
    (prompt: string, newSeed: number) => {
      if (!session || !model) return;
      begin(async () => {
        seed.current = newSeed;
        await session.reset();
        const { ids, pieces } = await model.encode(prompt);
        if (ids.length > LONGEST_PROMPT)
          throw new EngineError(
            'bad-argument',
            `the text has ${ids.length} tokens; the longest here is ${LONGEST_PROMPT}`,
          );
        const read = await session.prefill(ids, { taps });
        traces.current = new Traces(nodes);
        const tokens: RunToken[] = [];
        let ranges: number[] = [];
        let rested = performance.now();
        for (const [t, piece] of pieces.entries()) {
          const frame = traces.current.add(read.taps, t);
          ranges = rangesOf(frame, ranges);
          tokens.push({ id: piece.id, text: piece.special ? '' : piece.text, given: true, frame });
          if (performance.now() - rested < STRETCH) continue;
          await new Promise((resolve) => setTimeout(resolve));
          rested = performance.now();
        }
        setShown((old) => ({ ...EMPTY, number: old.number + 1, status: 'writing', tokens, ranges }));
        await write(0);
      });
    },
    [session, model, nodes, taps, begin, write],
  );

  const written = shown.tokens.filter((token) => !token.given).length;
  const pause = useCallback(() => control.current?.abort(), []);
  const resume = useCallback(() => begin(() => write(written)), [begin, write, written]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: leaving the page, or another session, ends the run
  useEffect(() => () => control.current?.abort(), [session]);

  return {
    number: shown.number,
    ready: session !== null,
    status: sessionError ? 'failed' : shown.status,
    tokens: shown.tokens,
    ranges: shown.ranges,
    rate: rateOf(shown.times),
    error: sessionError ?? shown.error,
    start,
    pause,
    resume,
  };
}

/** Waits, but not past an abort. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
