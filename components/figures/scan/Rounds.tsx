'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../../charts/format';
import { NumberRow } from '../../controls/NumberRow';
import { Select } from '../../controls/Select';
import { Slider } from '../../controls/Slider';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { defineWords, fill, useWords } from '../words';
import { RoundsChart } from './RoundsChart';
import { combinations, loop, roundsOf, WAYS, type Way } from './rounds';
import styles from './scan.module.css';

const words = defineWords({
  en: {
    way: 'Way',
    serial: 'One after another',
    everyone: 'Everyone, every round',
    tree: 'Tree: up, then down',
    chunks: 'Chunks',
    chunk: 'Tokens per chunk',
    back: 'Round back',
    next: 'Next round',
    all: 'All rounds',
    a: 'keeps a',
    b: 'adds b',
    of: '{name} of token {t}',
    token: 'token',
    start: 'Eight steps, eight workers. Nothing has been combined yet.',
    said: 'Round {r} of {R}. Combinations: {now} in this one, {sum} so far.',
    done: 'Done: {sum} combinations in {R} rounds. The states are those of the loop: {h}.',
  },
  es: {
    way: 'Forma',
    serial: 'Uno tras otro',
    everyone: 'Todos, cada ronda',
    tree: 'Árbol: subir y bajar',
    chunks: 'Fragmentos',
    chunk: 'Tokens por fragmento',
    back: 'Ronda anterior',
    next: 'Ronda siguiente',
    all: 'Todas las rondas',
    a: 'conserva a',
    b: 'suma b',
    of: '{name} del token {t}',
    token: 'token',
    start: 'Ocho pasos, ocho trabajadores. Todavía no se ha combinado nada.',
    said: 'Ronda {r} de {R}. Combinaciones: {now} en esta, {sum} hasta ahora.',
    done: 'Listo: {sum} combinaciones en {R} rondas. Los estados son los del bucle: {h}.',
  },
});

export const START = {
  way: 'tree' as Way,
  chunk: 4,
  shown: 1,
  steps: [8, 4, 0, 2, 8, 0, 4, 2].map((b) => ({ a: 0.5, b })),
};

/** The scan by hand: the same eight steps in four ways, one round at a time. */
export default function Rounds(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ way, chunk, shown, steps }, choose, reset] = useChoices(START);
  const rounds = roundsOf(way, steps, chunk);
  const at = Math.min(shown, rounds.length);
  const sum = combinations(rounds.slice(0, at));
  const done = at === rounds.length;
  const ends = rounds.at(-1)!.values.map(({ b }) => b);
  const number = (v: number) => formatNumber(v, locale);
  const said = (done ? w.done : at === 0 ? w.start : w.said)
    .replace('{r}', String(at))
    .replace('{R}', String(rounds.length))
    .replace('{now}', String(at === 0 ? 0 : combinations([rounds[at - 1]!])))
    .replace('{sum}', String(sum))
    .replace('{h}', ends.map(number).join(' · '));
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.token, 'a', 'b', ...Array.from({ length: at }, (_, r) => [`a ${r + 1}`, `b ${r + 1}`]).flat(), 'h'],
        rows: steps.map(({ a, b }, t) => [
          t,
          a,
          b,
          ...rounds.slice(0, at).flatMap(({ values }) => [values[t]!.a, values[t]!.b]),
          loop(steps)[t]!,
        ]),
      })}
      controls={
        <>
          <Select
            label={w.way}
            value={way}
            options={WAYS}
            name={(name) => w[name]}
            onChange={(value) => choose({ way: value, shown: 1 })}
          />
          {way === 'chunks' && (
            <Slider label={w.chunk} value={chunk} min={1} max={8} onChange={(value) => choose({ chunk: value })} />
          )}
          <span className={styles.steps}>
            <button type="button" disabled={at === 0} onClick={() => choose({ shown: at - 1 })}>
              ◀ {w.back}
            </button>
            <button type="button" disabled={done} onClick={() => choose({ shown: at + 1 })} data-next>
              {w.next} ▶
            </button>
            <button type="button" disabled={done} onClick={() => choose({ shown: rounds.length })} data-all>
              {w.all}
            </button>
          </span>
        </>
      }
    >
      <div className={styles.roomy}>
        <div>
          {(['a', 'b'] as const).map((name) => (
            <NumberRow
              key={name}
              className={styles.inputs}
              values={steps.map((step) => step[name])}
              step={name === 'a' ? 0.25 : 1}
              name={(t) => fill(w.of, { name, t })}
              data-of={name}
              onChange={(values) => choose({ steps: steps.map((step, t) => ({ ...step, [name]: values[t]! })) })}
            >
              <span>{w[name]}</span>
            </NumberRow>
          ))}
          <div data-done={done} data-sum={sum} data-h={JSON.stringify(ends)}>
            <RoundsChart way={way} steps={steps} chunk={chunk} shown={at} locale={locale} />
          </div>
        </div>
      </div>
      <p className={figures.said} role="status">
        {said}
      </p>
    </Figure>
  );
}
