'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../charts/format';
import { Figure } from '../figure/Figure';
import { words as chartWords, DeltaRuleChart } from './DeltaRuleChart';
import { KEYS, MEMORIES, type MemorySetting, meanError, readings, WRITES } from './delta-rule';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { Sized } from './Sized';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    memory: 'To write',
    write: 'Writes',
    alpha: 'α',
    beta: 'β',
    overlap: 'Overlap of the keys',
    off: 'Off by {e} on average.',
  },
  es: {
    memory: 'Para escribir',
    write: 'Escrituras',
    alpha: 'α',
    beta: 'β',
    overlap: 'Solape de las claves',
    off: 'Error medio: {e}.',
  },
});

export const START: { setting: MemorySetting; upTo: number } = {
  setting: { memory: 'add', alpha: 0.7, beta: 1, overlap: 0 },
  upTo: 3,
};

/** Overwriting one entry of a matrix memory, by four rules. */
export default function DeltaRule(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [{ setting, upTo }, set] = useState(START);
  const change = (part: Partial<MemorySetting>) => set({ setting: { ...setting, ...part }, upTo });
  const { memory, alpha, beta, overlap } = setting;
  const error = meanError(setting, WRITES, upTo);
  const slider = (name: 'alpha' | 'beta' | 'overlap', value: number, max: number, disabled = false) => (
    <label>
      {w[name]}{' '}
      <input
        type="range"
        min="0"
        max={max}
        step="0.05"
        value={value}
        disabled={disabled}
        onChange={(e) => change({ [name]: Number(e.target.value) })}
      />{' '}
      <output className={styles.number}>{formatNumber(value, locale)}</output>
    </label>
  );
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => ({
        columns: ['', ...KEYS.map((key) => names[key])],
        rows: readings(setting, WRITES).map((read, i) => [
          `${names[WRITES[i]!.key]} = ${WRITES[i]!.value}`,
          ...KEYS.map((key) => read[key]),
        ]),
      })}
      controls={
        <>
          <fieldset className={styles.choice}>
            <legend>{w.memory}</legend>
            {MEMORIES.map((name) => (
              <label key={name}>
                <input type="radio" name="memory" checked={memory === name} onChange={() => change({ memory: name })} />{' '}
                {names[name]}
              </label>
            ))}
          </fieldset>
          <label>
            {w.write}{' '}
            <input
              type="range"
              min="1"
              max={WRITES.length}
              step="1"
              value={upTo + 1}
              onChange={(e) => set({ setting, upTo: Number(e.target.value) - 1 })}
            />{' '}
            <output className={styles.number}>{upTo + 1}</output>
          </label>
          {slider('alpha', alpha, 1, memory === 'add' || memory === 'delta')}
          {slider('beta', beta, 2, memory === 'add' || memory === 'fade')}
          {slider('overlap', overlap, 0.9)}
        </>
      }
    >
      <Sized>
        {(width) => (
          <DeltaRuleChart
            setting={setting}
            writes={WRITES}
            upTo={upTo}
            locale={locale}
            width={width}
            named={width >= 480}
          />
        )}
      </Sized>
      <p className={styles.said} role="status" data-error={error}>
        {w.off.replace('{e}', formatNumber(error, locale))}
      </p>
    </Figure>
  );
}
