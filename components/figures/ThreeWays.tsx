'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../charts/format';
import { Figure } from '../figure/Figure';
import { Broad } from './Broad';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { ThreeWaysChart } from './ThreeWaysChart';
import { disagreement, recurrence } from './three-ways';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    keep: 'a',
    read: 'c',
    step: 'Step t',
    input: 'Input at step {t}',
    differ: 'Largest difference between the three answers: {d}',
    output: 'output y',
    impulse: 'A single 1',
    given: 'input x (write other numbers)',
  },
  es: {
    keep: 'a',
    read: 'c',
    step: 'Paso t',
    input: 'Entrada en el paso {t}',
    differ: 'Mayor diferencia entre las tres respuestas: {d}',
    output: 'salida y',
    impulse: 'Un solo 1',
    given: 'entrada x (escribe otros números)',
  },
});

export const START = { rule: { a: 0.5, b: 1, c: 1 }, x: [1, 1, 0, 2, 0, 0, 1, 0], t: 4 };

export default function ThreeWays(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [state, set] = useState(START);
  const { rule, x, t } = state;
  const slider = (name: 'a' | 'c', least: number, most: number, label: string) => (
    <label>
      <i>{label}</i>{' '}
      <input
        type="range"
        min={least}
        max={most}
        step="0.05"
        value={rule[name]}
        onChange={(e) => set({ ...state, rule: { ...rule, [name]: Number(e.target.value) } })}
      />{' '}
      <output className={styles.number}>{formatNumber(rule[name], locale)}</output>
    </label>
  );
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => ({
        columns: ['t', 'x', 'h', 'y'],
        rows: recurrence(rule, x).y.map((v, i) => [i, x[i]!, recurrence(rule, x).h[i]!, v]),
      })}
      controls={
        <>
          {slider('a', -1, 1, w.keep)}
          {slider('c', -2, 2, w.read)}
          <label>
            {w.step}{' '}
            <input
              type="range"
              min="0"
              max={x.length - 1}
              step="1"
              value={t}
              onChange={(e) => set({ ...state, t: Number(e.target.value) })}
            />{' '}
            <output className={styles.number}>{t}</output>
          </label>
          <button type="button" onClick={() => set({ ...state, x: x.map((_, i) => (i === 0 ? 1 : 0)) })}>
            {w.impulse}
          </button>
        </>
      }
    >
      <Broad label={props.title}>
        <div>
          <p className={styles.over}>{w.given}</p>
          <div className={styles.inputs} data-beside>
            {x.map((v, i) => (
              <input
                key={i}
                type="number"
                step="1"
                min="-9"
                max="9"
                data-lit={i <= t || undefined}
                aria-label={w.input.replace('{t}', String(i))}
                value={v}
                onChange={(e) => {
                  const value = Math.max(-9, Math.min(9, Number(e.target.value) || 0));
                  set({ ...state, x: x.map((old, j) => (j === i ? value : old)) });
                }}
              />
            ))}
          </div>
          <ThreeWaysChart rule={rule} x={x} t={t} locale={locale} given />
        </div>
      </Broad>
      <p className={styles.said} role="status">
        {w.differ.replace('{d}', formatNumber(disagreement(rule, x), locale))}
      </p>
    </Figure>
  );
}
