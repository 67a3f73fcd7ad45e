'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { RadioGroup } from '../controls/RadioGroup';
import { Range } from '../controls/Range';
import { Figure } from '../figure/Figure';
import { Broad } from './Broad';
import { words as chartWords, DialChart } from './DialChart';
import { gate, run, type WriteRule } from './dial';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { defineWords, fill, useWords } from './words';

const words = defineWords({
  en: { rule: 'B̄ by', zoh: 'ZOH (the paper)', euler: 'Euler (the code)', z: 'z of token {t}', dial: 'dial z' },
  es: { rule: 'B̄ según', zoh: 'ZOH (el artículo)', euler: 'Euler (el código)', z: 'z del token {t}', dial: 'mando z' },
});

export const START: { z: number[]; x: number[]; rule: WriteRule } = {
  z: [3, -4, -4, -4, 3, -4, -4, -4],
  x: [4, 1, 3, 2, 1, 3, 4, 2],
  rule: 'zoh',
};

/** Δ as a dial between ignore and overwrite, on the smallest cell there is. */
export default function Dial(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [{ z, x, rule }, choose, reset] = useChoices(START);
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: ['t', 'z', 'Δ', names.keep, names.write, names.input, names.state],
        rows: run(z, x, rule).map((h, t) => {
          const g = gate(z[t]!, rule);
          return [t, z[t]!, g.delta, g.keep, g.write, x[t]!, h];
        }),
      })}
      controls={
        <RadioGroup
          label={w.rule}
          value={rule}
          options={['zoh', 'euler'] as const}
          name={(name) => w[name]}
          onChange={(name) => choose({ rule: name })}
        />
      }
    >
      <Broad label={props.title}>
        <div data-state={run(z, x, rule).at(-1)}>
          <DialChart z={z} x={x} rule={rule} locale={locale} />
          <div className={styles.dials}>
            <span>{w.dial}</span>
            {z.map((value, t) => (
              <div key={t}>
                <Range
                  value={value}
                  min={-6}
                  max={6}
                  step={0.25}
                  format={(v) => formatNumber(v, locale)}
                  aria-label={fill(w.z, { t })}
                  onChange={(next) => choose({ z: z.map((old, i) => (i === t ? next : old)) })}
                />
                {formatNumber(value, locale)}
              </div>
            ))}
          </div>
        </div>
      </Broad>
    </Figure>
  );
}
