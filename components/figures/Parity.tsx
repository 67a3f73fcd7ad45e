'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { RadioGroup } from '../controls/RadioGroup';
import { Select } from '../controls/Select';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { ParityChart } from './ParityChart';
import { RULES, type Rule, type Setting, told, walk } from './parity';
import { Sized } from './Sized';
import { useChoices } from './use-choices';
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
  const [{ setting, bits, m }, choose, reset] = useChoices(START);
  const { rule, a, angle } = setting;
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: ['t', 'bit', w.read],
        rows: walk(setting, bits).map((v, t) => [t, bits[t]!, v]),
      })}
      controls={
        <>
          <RadioGroup
            label={w.rule}
            value={rule}
            options={RULES}
            name={(name) => w[name]}
            onChange={(name) => choose({ setting: { ...setting, rule: name, a: FIRST[name] } })}
          />
          {rule === 'turn' ? (
            <Slider
              label={w.angle}
              value={angle}
              min={0}
              max={360}
              step={15}
              format={(v) => `${v}°`}
              onChange={(value) => choose({ setting: { ...setting, angle: value } })}
            />
          ) : (
            <Slider
              label="a"
              value={a}
              min={rule === 'fade' ? 0 : -1}
              max={1}
              step={0.05}
              format={(v) => formatNumber(v, locale)}
              onChange={(value) => choose({ setting: { ...setting, a: value } })}
            />
          )}
          <Select label={w.divisor} value={m} options={[2, 3, 4]} onChange={(value) => choose({ m: value })} />
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
            onClick={() => choose({ bits: bits.map((old, i) => (i === t ? 1 - old : old)) })}
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
