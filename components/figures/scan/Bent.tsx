'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { RadioGroup } from '../../controls/RadioGroup';
import { Slider } from '../../controls/Slider';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
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
  const [state, choose, reset] = useChoices(START);
  const { loop, tree, apart } = answers(state);
  const x = loop.map((_, t) => t);
  const series = [
    { id: 'loop', label: w.loop, colour: 'var(--sym-h)', x, y: loop },
    { id: 'tree', label: w.tree, colour: 'var(--sym-A)', x, y: tree, dashed: true },
  ];
  const slider = (label: string, name: 'a' | 'strength', min: number, max: number, step: number) => (
    <Slider
      label={label}
      value={state[name]}
      min={min}
      max={max}
      step={step}
      format={(v) => formatNumber(v, locale)}
      onChange={(value) => choose({ [name]: value })}
    />
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => seriesTable(series, w.token, w.state)}
      controls={
        <>
          <RadioGroup
            label={w.update}
            value={state.bend}
            options={['none', 'tanh'] as const}
            name={(bend) => w[bend]}
            onChange={(bend) => choose({ bend })}
          />
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
