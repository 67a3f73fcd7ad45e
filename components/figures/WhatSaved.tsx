'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { withSession } from '@/engine/session/with-session';
import { formatNumber } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { Slider } from '../controls/Slider';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { STORY } from './TakeAway';
import { useRun } from './use-run';
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

const NOTHING: { tokens: readonly string[]; bits: Readonly<Partial<Record<Lost, Float32Array>>> } = {
  tokens: [],
  bits: {},
};

/** Surprise after a pause in which the state, or the window of the convolution, was lost. */
export default function WhatSaved(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [cut, setCut] = useState(START);
  const { engine, state, answer } = useRun('stories-mamba', String(cut), async (model, signal) => {
    const { ids, pieces } = await model.encode(STORY);
    const bits = await withSession(model, async (session) => {
      const found: Partial<Record<Lost, Float32Array>> = {};
      for (const lost of LOSSES) {
        await session.reset();
        await session.prefill(ids.slice(0, cut), {}, { signal });
        const host = await session.readState();
        const names = [...host.tensors.keys()].filter((name) => name.endsWith(`:${lost}`));
        if (names.length > 0) await session.setState(withZeros(host, names), names);
        found[lost] = (await session.prefill(ids.slice(cut), { surprise: true }, { signal })).surprise!;
      }
      return found;
    });
    return { tokens: pieces.map(({ text }) => text), bits };
  });
  const { tokens, bits } = answer ?? NOTHING;
  const series = LOSSES.filter((lost) => bits[lost]).map((lost) => ({
    id: lost,
    label: w[lost],
    colour: COLOURS[lost],
    x: Array.from(bits[lost]!, (_, i) => i + 1),
    y: bits[lost]!,
    dashed: lost === 'nothing',
  }));
  return (
    <Figure
      {...props}
      state={state}
      onReset={() => setCut(START)}
      table={() => seriesTable(series, w.after, w.bits)}
      controls={
        <>
          <Slider label={w.cut} value={cut} min={4} max={40} onChange={setCut} />
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
