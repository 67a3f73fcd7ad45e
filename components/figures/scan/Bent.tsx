'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { defineWords, useWords } from '../words';
import { type Bend, byLoop, byTree, inputs } from './tanh';

export const words = defineWords({
  en: {
    update: 'Update',
    none: 'a h + b (Mamba)',
    tanh: 'tanh(a h + b)',
    keep: 'keeps a',
    strength: 'Input, times',
    token: 'token',
    state: 'state',
    loop: 'loop',
    tree: 'tree',
    chart: 'State after each token, by the loop and by the tree',
    said: 'Largest difference: {d}',
  },
  es: {
    update: 'Actualización',
    none: 'a h + b (Mamba)',
    tanh: 'tanh(a h + b)',
    keep: 'conserva a',
    strength: 'Entrada, por',
    token: 'token',
    state: 'estado',
    loop: 'bucle',
    tree: 'árbol',
    chart: 'Estado tras cada token, con el bucle y con el árbol',
    said: 'Diferencia mayor: {d}',
  },
});

export const START: { bend: Bend; a: number; strength: number } = { bend: 'tanh', a: 0.9, strength: 1 };

/** The answers of the loop and of the tree for one setting. */
export function answers({ bend, a, strength }: typeof START): { loop: number[]; tree: number[]; apart: number } {
  const steps = inputs(strength).map((b) => ({ a, b }));
  const [loop, tree] = [byLoop(steps, bend), byTree(steps, bend)];
  return { loop, tree, apart: Math.max(...loop.map((v, t) => Math.abs(v - tree[t]!))) };
}

/** A tree of steps that are not linear: put tanh in the update and watch it answer something else. */
export default function Bent(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [state, set] = useState(START);
  const { loop, tree, apart } = answers(state);
  const x = loop.map((_, t) => t);
  const series = [
    { id: 'loop', label: w.loop, colour: 'var(--sym-h)', x, y: loop },
    { id: 'tree', label: w.tree, colour: 'var(--sym-A)', x, y: tree, dashed: true },
  ];
  const slider = (label: string, name: 'a' | 'strength', min: number, max: number, step: number) => (
    <label>
      {label}{' '}
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={state[name]}
        onChange={(e) => set({ ...state, [name]: Number(e.target.value) })}
      />{' '}
      <output className={figures.number}>{formatNumber(state[name], locale)}</output>
    </label>
  );
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => seriesTable(series, w.token, w.state)}
      controls={
        <>
          <fieldset className={figures.choice}>
            <legend>{w.update}</legend>
            {(['none', 'tanh'] as const).map((bend) => (
              <label key={bend}>
                <input
                  type="radio"
                  name="bent-update"
                  checked={state.bend === bend}
                  onChange={() => set({ ...state, bend })}
                />{' '}
                {w[bend]}
              </label>
            ))}
          </fieldset>
          {slider(w.keep, 'a', 0, 1, 0.05)}
          {slider(w.strength, 'strength', 0.02, 2, 0.02)}
        </>
      }
    >
      <div data-apart={apart}>
        <LineChart
          series={series}
          xLabel={w.token}
          yLabel={w.state}
          label={w.chart}
          locale={locale}
          yZero
          height={220}
        />
      </div>
      <p className={figures.said} role="status">
        {w.said.replace('{d}', formatNumber(apart, locale))}
      </p>
    </Figure>
  );
}
