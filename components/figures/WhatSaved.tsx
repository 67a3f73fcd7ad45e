'use client';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import { formatNumber } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { STORY } from './TakeAway';
import { useFailure, useLive } from './use-live';
import { LOSSES, type Lost, withZeros } from './what-saved';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    cut: 'Pause after token',
    nothing: 'all saved',
    conv: 'conv window lost',
    ssm: 'state lost',
    after: 'tokens after the pause',
    bits: 'surprise (bits)',
    before: 'Read before the pause:',
    next: 'Then:',
  },
  es: {
    cut: 'Pausa tras el token',
    nothing: 'todo guardado',
    conv: 'se pierde la ventana',
    ssm: 'se pierde el estado',
    after: 'tokens tras la pausa',
    bits: 'sorpresa (bits)',
    before: 'Leído antes de la pausa:',
    next: 'Después:',
  },
});

export const START = 24;
const COLOURS: Readonly<Record<Lost, string>> = {
  nothing: 'var(--ink-soft)',
  conv: 'var(--sym-x)',
  ssm: 'var(--sym-h)',
};

/** Surprise after a pause in which the state, or the window of the convolution, was lost. */
export default function WhatSaved(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [cut, setCut] = useState(START);
  const [tokens, setTokens] = useState<readonly string[]>([]);
  const [result, setResult] = useState<Readonly<Partial<Record<Lost, Float32Array>>>>({});
  const [error, setError] = useState<EngineError | null>(null);
  const { engine, state } = useLive('stories-mamba');
  const { model } = engine;
  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    const { signal } = stop;
    const timer = setTimeout(async () => {
      const session = await model.createSession();
      setError(null);
      try {
        const { ids, pieces } = await model.encode(STORY);
        const next: Partial<Record<Lost, Float32Array>> = {};
        for (const lost of LOSSES) {
          await session.reset();
          await session.prefill(ids.slice(0, cut), {}, { signal });
          const host = await session.readState();
          const names = [...host.tensors.keys()].filter((name) => name.endsWith(`:${lost}`));
          if (names.length > 0) await session.setState(withZeros(host, names), names);
          const { surprise } = await session.prefill(ids.slice(cut), { surprise: true }, { signal });
          next[lost] = surprise!;
        }
        if (signal.aborted) return;
        setTokens(pieces.map(({ text }) => text));
        setResult(next);
      } catch (thrown) {
        if (!signal.aborted) setError(thrown as EngineError);
      } finally {
        session.close();
      }
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [model, cut]);
  const series = LOSSES.filter((lost) => result[lost]).map((lost) => ({
    id: lost,
    label: w[lost],
    colour: COLOURS[lost],
    x: Array.from(result[lost]!, (_, i) => i + 1),
    y: result[lost]!,
    dashed: lost === 'nothing',
  }));
  return (
    <Figure
      {...props}
      state={useFailure(state, error)}
      onReset={() => setCut(START)}
      table={() => seriesTable(series, w.after, w.bits)}
      controls={
        <>
          <label>
            {w.cut}{' '}
            <input
              type="range"
              min="4"
              max="40"
              step="1"
              value={cut}
              onChange={(e) => setCut(Number(e.target.value))}
            />{' '}
            <output className={styles.number}>{cut}</output>
          </label>
          <EngineBadge engine={engine} />
        </>
      }
    >
      <p className={styles.said}>
        {w.before} <span lang="en">{tokens.slice(Math.max(0, cut - 8), cut).join('')}</span> · {w.next}{' '}
        <span lang="en">{tokens.slice(cut, cut + 6).join('')} …</span>
      </p>
      <LineChart
        series={series}
        xLabel={w.after}
        yLabel={w.bits}
        label={w.bits}
        locale={locale}
        yZero
        formatX={(v) => `${Math.round(v)} ${tokens[cut + Math.round(v) - 1]?.trim() ?? ''}`}
        formatY={(v) => formatNumber(v, locale)}
      />
    </Figure>
  );
}
