'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../charts/format';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { words as chartWords, ParityChart } from './ParityChart';
import { RULES, type Rule, type Setting, told, walk } from './parity';
import { Sized } from './Sized';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    rule: 'A one makes the state',
    fade: 'fade (0 ≤ a ≤ 1)',
    flip: 'flip (−1 ≤ a ≤ 1)',
    turn: 'turn',
    angle: 'angle',
    divisor: 'divisible by',
    bit: 'bit {t}: {v}',
    read: 'what is read',
  },
  es: {
    rule: 'Con un uno, el estado',
    fade: 'se apaga (0 ≤ a ≤ 1)',
    flip: 'salta (−1 ≤ a ≤ 1)',
    turn: 'gira',
    angle: 'ángulo',
    divisor: 'divisible por',
    bit: 'bit {t}: {v}',
    read: 'lo que se lee',
  },
});

export const START: { setting: Setting; bits: readonly number[]; m: number } = {
  setting: { rule: 'fade', a: 0.5, angle: 180 },
  bits: [1, 0, 1, 1, 0, 1, 1, 0, 1, 1],
  m: 2,
};
/** What each rule starts with: its most telling value. */
const FIRST: Readonly<Record<Rule, number>> = { fade: 0.5, flip: -1, turn: 0 };

/** Parity, and counting by three and four, with a state that fades, flips or turns. */
export default function Parity(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [{ setting, bits, m }, set] = useState(START);
  const { rule, a, angle } = setting;
  return (
    <Figure
      {...props}
      onReset={() => set(START)}
      table={() => ({
        columns: ['t', 'bit', w.read],
        rows: walk(setting, bits).map((v, t) => [t, bits[t]!, v]),
      })}
      controls={
        <>
          <fieldset className={styles.choice}>
            <legend>{w.rule}</legend>
            {RULES.map((name) => (
              <label key={name}>
                <input
                  type="radio"
                  name="parity-rule"
                  checked={rule === name}
                  onChange={() => set({ setting: { ...setting, rule: name, a: FIRST[name] }, bits, m })}
                />{' '}
                {w[name]}
              </label>
            ))}
          </fieldset>
          {rule === 'turn' ? (
            <label>
              {w.angle}{' '}
              <input
                type="range"
                min="0"
                max="360"
                step="15"
                value={angle}
                onChange={(e) => set({ setting: { ...setting, angle: Number(e.target.value) }, bits, m })}
              />{' '}
              <output className={styles.number}>{angle}°</output>
            </label>
          ) : (
            <label>
              a{' '}
              <input
                type="range"
                min={rule === 'fade' ? 0 : -1}
                max="1"
                step="0.05"
                value={a}
                onChange={(e) => set({ setting: { ...setting, a: Number(e.target.value) }, bits, m })}
              />{' '}
              <output className={styles.number}>{formatNumber(a, locale)}</output>
            </label>
          )}
          <label>
            {w.divisor}{' '}
            <select value={m} onChange={(e) => set({ setting, bits, m: Number(e.target.value) })}>
              {[2, 3, 4].map((v) => (
                <option key={v}>{v}</option>
              ))}
            </select>
          </label>
        </>
      }
    >
      <div className={styles.toggles} style={{ margin: '4px 0 8px 36px' }}>
        {bits.map((bit, t) => (
          <button
            key={t}
            type="button"
            aria-pressed={bit === 1}
            style={{ lineHeight: '22px', ...(bit === 1 ? { color: 'var(--paper)' } : {}) }}
            aria-label={w.bit.replace('{t}', String(t)).replace('{v}', String(bit))}
            onClick={() => set({ setting, bits: bits.map((old, i) => (i === t ? 1 - old : old)), m })}
          >
            {bit}
          </button>
        ))}
      </div>
      <div data-share={told(setting, bits.length, m).share}>
        <Sized>{(width) => <ParityChart setting={setting} bits={bits} m={m} locale={locale} width={width} />}</Sized>
      </div>
    </Figure>
  );
}
