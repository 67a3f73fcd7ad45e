'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { NumberRow } from '../controls/NumberRow';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import { Broad } from './Broad';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { ThreeWaysChart } from './ThreeWaysChart';
import { disagreement, recurrence } from './three-ways';
import { useChoices } from './use-choices';
import { defineWords, fill, useWords } from './words';

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
  const [state, choose, reset] = useChoices(START);
  const { rule, x, t } = state;
  const slider = (name: 'a' | 'c', least: number, most: number, label: string) => (
    <Slider
      label={<i>{label}</i>}
      value={rule[name]}
      min={least}
      max={most}
      step={0.05}
      format={(v) => formatNumber(v, locale)}
      onChange={(value) => choose({ rule: { ...rule, [name]: value } })}
    />
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: ['t', 'x', 'h', 'y'],
        rows: recurrence(rule, x).y.map((v, i) => [i, x[i]!, recurrence(rule, x).h[i]!, v]),
      })}
      controls={
        <>
          {slider('a', -1, 1, w.keep)}
          {slider('c', -2, 2, w.read)}
          <Slider label={w.step} value={t} min={0} max={x.length - 1} onChange={(value) => choose({ t: value })} />
          <button type="button" onClick={() => choose({ x: x.map((_, i) => (i === 0 ? 1 : 0)) })}>
            {w.impulse}
          </button>
        </>
      }
    >
      <Broad label={props.title}>
        <div>
          <p className={styles.over}>{w.given}</p>
          <div className={styles.beside}>
            <NumberRow
              values={x}
              min={-9}
              max={9}
              name={(at) => fill(w.input, { t: at })}
              lit={(at) => at <= t}
              onChange={(values) => choose({ x: values })}
            />
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
