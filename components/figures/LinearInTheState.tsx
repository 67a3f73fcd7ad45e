'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../charts/format';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { Sized } from './Sized';
import { words as chartWords, SuperpositionChart } from './SuperpositionChart';
import { superposition, UPDATES, type Update, X1, X2 } from './superposition';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    update: 'The new state by',
    input: '{x} at step {t}',
    adds: 'The outputs add up, to rounding: largest difference {gap}.',
    fails: 'The outputs do not add up: largest difference {gap}.',
  },
  es: {
    update: 'El nuevo estado con',
    input: '{x} en el paso {t}',
    adds: 'Las salidas se suman, salvo el redondeo: mayor diferencia {gap}.',
    fails: 'Las salidas no se suman: mayor diferencia {gap}.',
  },
});

/** Width of the names beside the inputs: bars stand under their inputs. */
const LABEL = 20;
const START: { update: Update; x1: readonly number[]; x2: readonly number[] } = { update: 'tanh', x1: X1, x2: X2 };

/** Superposition on an exact small system: holds for a linear update with fixed gates, fails with a tanh and with gates that read. */
export default function LinearInTheState(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [state, set] = useState(START);
  const { update, x1, x2 } = state;
  const { added, together, gap } = superposition(x1, x2, update);
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => ({
        columns: ['t', 'x₁', 'x₂', names.added, names.together],
        rows: added.map((v, t) => [t, x1[t]!, x2[t]!, v, together[t]!]),
      })}
      controls={
        <fieldset className={styles.choice}>
          <legend>{w.update}</legend>
          {UPDATES.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="linear-update"
                checked={update === name}
                onChange={() => set({ ...state, update: name })}
              />{' '}
              {names[name]}
            </label>
          ))}
        </fieldset>
      }
    >
      {(['x1', 'x2'] as const).map((name) => (
        <div key={name} className={styles.inputs}>
          <span className={styles.said} style={{ flex: `0 0 ${LABEL}px`, alignSelf: 'center' }}>
            {name === 'x1' ? 'x₁' : 'x₂'}
          </span>
          {state[name].map((v, t) => (
            <input
              key={t}
              type="number"
              step="1"
              min="-4"
              max="4"
              aria-label={w.input.replace('{x}', name === 'x1' ? 'x₁' : 'x₂').replace('{t}', String(t))}
              value={v}
              onChange={(e) => {
                const value = Math.max(-4, Math.min(4, Number(e.target.value) || 0));
                set({ ...state, [name]: state[name].map((old, i) => (i === t ? value : old)) });
              }}
            />
          ))}
        </div>
      ))}
      <Sized>
        {(width) => (
          <SuperpositionChart
            update={update}
            x1={x1}
            x2={x2}
            locale={locale}
            width={width}
            left={LABEL + 4}
            named={false}
          />
        )}
      </Sized>
      <p className={styles.said} role="status" data-gap={gap}>
        {(gap < 1e-12 ? w.adds : w.fails).replace('{gap}', formatNumber(gap, locale))}
      </p>
    </Figure>
  );
}
