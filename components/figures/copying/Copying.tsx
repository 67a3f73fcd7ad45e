'use client';
import { useEffect, useState } from 'react';
import { tasks } from '@/engine/tasks';
import { formatPercent } from '../../charts/format';
import { Select } from '../../controls/Select';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { stateOf, useFailure, useLive } from '../use-live';
import { useWork } from '../use-work';
import { defineWords, useWords } from '../words';
import { answersOf, CONTESTANTS, counted, exampleOf, NOTHING, SIZES, type Tally } from './copying';
import styles from './copying.module.css';

const words = defineWords({
  en: {
    noise: 'Noise tokens',
    example: 'Example',
    another: 'Another example',
    count: 'Count over 20 examples',
    stop: 'Stop',
    sequence: 'The sequence: letters among noise, then eight question marks',
    wanted: 'to repeat',
    model: 'model',
    here: 'right here',
    over: 'over',
    examples: 'examples',
    measured: '256 examples, recorded',
    wrong: 'wrong',
    answer: 'answer',
  },
  es: {
    noise: 'Tokens de ruido',
    example: 'Ejemplo',
    another: 'Otro ejemplo',
    count: 'Contar en 20 ejemplos',
    stop: 'Parar',
    sequence: 'La secuencia: letras entre ruido y después ocho signos de interrogación',
    wanted: 'a repetir',
    model: 'modelo',
    here: 'aciertos aquí',
    over: 'en',
    examples: 'ejemplos',
    measured: '256 ejemplos, grabado',
    wrong: 'mal',
    answer: 'respuesta',
  },
});

export const START = { noise: 64, seed: 1 };
const MANY = 20;
const { vocabulary } = tasks['selective-copying'];

/** Four models that were trained on selective copying answer the same example. */
export default function Copying(props: LiveFigureProps) {
  const w = useWords(words);
  const [{ noise, seed }, set] = useChoices(START);
  const [said, setSaid] = useState<Readonly<Record<string, readonly number[]>>>({});
  const [tally, setTally] = useState<Readonly<Record<string, Tally>>>({});
  const [counting, setCounting] = useState(false);
  const [a, b, c, d] = CONTESTANTS;
  const live = [useLive(a!.bundle), useLive(b!.bundle), useLive(c!.bundle), useLive(d!.bundle)];
  const models = live.map(({ engine }) => engine.model);
  const ready = models.every(Boolean);
  const example = exampleOf(noise, seed);

  const work = useWork();
  const answer = () =>
    work.start(async (signal) => {
      setCounting(false);
      setTally({});
      for (const [i, { id }] of CONTESTANTS.entries()) {
        const answers = await answersOf(models[i]!, example, signal);
        if (signal.aborted) return;
        setSaid((before) => ({ ...before, [id]: answers }));
      }
    });
  const count = () =>
    work.start(async (signal) => {
      setCounting(true);
      setTally({});
      for (let k = 0; k < MANY && !signal.aborted; k++)
        for (const [i, { id }] of CONTESTANTS.entries()) {
          const one = exampleOf(noise, seed + k);
          const answers = await answersOf(models[i]!, one, signal);
          if (signal.aborted) return;
          setTally((before) => ({ ...before, [id]: counted(before[id] ?? NOTHING, one, answers) }));
        }
      setCounting(false);
    });
  const choose = (next: Partial<typeof START>) => {
    setSaid({});
    set(next);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for every example
  useEffect(() => {
    if (ready) void answer();
    return work.stop;
  }, [ready, noise, seed]);

  const state = useFailure(stateOf(...live.map((one) => one.state)), work.error);
  const measuredAt = SIZES.indexOf(noise);
  const rightOf = (answers: readonly number[]) => counted(NOTHING, example, answers).right;
  return (
    <Figure
      {...props}
      state={state}
      onReset={() => choose(START)}
      table={() => ({
        columns: [w.model, ...example.answers.map((_, i) => `${w.answer} ${i + 1}`), w.here],
        rows: [
          [w.wanted, ...example.answers.map(({ id }) => vocabulary[id]!), ''],
          ...CONTESTANTS.filter(({ id }) => said[id]).map(({ id, title }) => [
            title,
            ...said[id]!.map((token) => vocabulary[token]!),
            rightOf(said[id]!),
          ]),
        ],
      })}
      controls={
        <>
          <Select label={w.noise} value={noise} options={SIZES} onChange={(value) => choose({ noise: value })} />
          <button type="button" onClick={() => choose({ seed: seed + 1 })}>
            {w.another}
          </button>
          {counting ? (
            <button type="button" onClick={() => void answer()}>
              {w.stop}
            </button>
          ) : (
            <button type="button" disabled={!ready} onClick={() => void count()}>
              {w.count}
            </button>
          )}
          <EngineBadge engine={live[0]!.engine} />
        </>
      }
    >
      <p className={styles.sequence} aria-label={w.sequence} role="img">
        {example.ids.map((id, i) => (
          <span key={i} data-kind={id === 0 ? 'noise' : id === 15 ? 'mark' : 'letter'}>
            {vocabulary[id]}
          </span>
        ))}
      </p>
      <div className={styles.scroll}>
        <table className={styles.answers} aria-busy={Object.keys(said).length < CONTESTANTS.length}>
          <thead>
            <tr>
              <th scope="row">{w.wanted}</th>
              {example.answers.map(({ id }, i) => (
                <td key={i}>
                  <b>{vocabulary[id]}</b>
                </td>
              ))}
              <th scope="col">{w.here}</th>
              <th scope="col">
                {w.over} {MANY} {w.examples}
              </th>
              <th scope="col">{w.measured}</th>
            </tr>
          </thead>
          <tbody>
            {CONTESTANTS.map(({ id, title, accuracy }) => {
              const answers = said[id];
              const own = tally[id];
              return (
                <tr key={id} data-model={id}>
                  <th scope="row">{title}</th>
                  {example.answers.map((wanted, i) => {
                    const token = answers?.[i];
                    const right = token === wanted.id;
                    return (
                      <td key={i} data-said={token} data-right={answers ? right : undefined}>
                        {token === undefined ? '' : vocabulary[token]}
                        {answers && !right && <span className={styles.spoken}> ({w.wrong})</span>}
                      </td>
                    );
                  })}
                  <td className={styles.sum}>{answers && `${rightOf(answers)} / ${example.answers.length}`}</td>
                  <td className={styles.sum} data-examples={own?.examples}>
                    {own ? formatPercent(own.right / own.asked) : '–'}
                  </td>
                  <td className={styles.sum}>{formatPercent(accuracy[measuredAt]!)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}
