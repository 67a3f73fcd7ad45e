'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../charts/format';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { defineWords, useWords } from './words';
import { words as chartWords, ZoomChart } from './ZoomChart';
import { error, exact, METHODS, type Method, sampled } from './zoom';

const words = defineWords({
  en: { step: 'Step Δ', decay: 'A', rule: 'Rule', time: 'time', state: 'sampled h', exact: 'exact h' },
  es: { step: 'Paso Δ', decay: 'A', rule: 'Regla', time: 'tiempo', state: 'h muestreado', exact: 'h exacto' },
});

/** Steps that divide a second, so that the held input changes only between samples. */
export const STEPS = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16];
const START: { method: Method; A: number; step: number } = { method: 'euler', A: -1.5, step: 1 };

export default function Zoom(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [state, set] = useState(START);
  const step = STEPS[state.step]!;
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => ({
        columns: [w.time, w.state, w.exact],
        rows: sampled(state.method, state.A, step, 4).map(({ time, h }) => [time, h, exact(state.A, time)]),
      })}
      controls={
        <>
          <fieldset className={styles.choice}>
            <legend>{w.rule}</legend>
            {METHODS.map((method) => (
              <label key={method}>
                <input
                  type="radio"
                  name="zoom-rule"
                  checked={state.method === method}
                  onChange={() => set({ ...state, method })}
                />{' '}
                {names[method]}
              </label>
            ))}
          </fieldset>
          <label>
            {w.step}{' '}
            <input
              type="range"
              min="0"
              max={STEPS.length - 1}
              step="1"
              value={STEPS.length - 1 - state.step}
              onChange={(e) => set({ ...state, step: STEPS.length - 1 - Number(e.target.value) })}
            />{' '}
            <output className={styles.number}>{formatNumber(step, locale)}</output>
          </label>
          <label>
            <i>{w.decay}</i>{' '}
            <input
              type="range"
              min="-4"
              max="-0.25"
              step="0.25"
              value={state.A}
              onChange={(e) => set({ ...state, A: Number(e.target.value) })}
            />{' '}
            <output className={styles.number}>{formatNumber(state.A, locale)}</output>
          </label>
        </>
      }
    >
      <div data-error={error(state.method, state.A, step, 4)}>
        <ZoomChart method={state.method} A={state.A} step={step} locale={locale} />
      </div>
    </Figure>
  );
}
