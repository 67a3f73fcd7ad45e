'use client';
import { useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import { score, tasks } from '@/engine/tasks';
import { formatPercent } from '../charts';
import type { LabModel } from './LabBar';
import { firstExample, type ModelTask } from './lab-task';
import { TaskTrials } from './TaskTrials';
import styles from './task.module.css';
import {
  type ExampleName,
  exampleOf,
  type Mark,
  MOST_SEED,
  marksOf,
  readExampleName,
  settingsOf,
  sizesOf,
} from './task-example';
import { useLab, useLabStore } from './use-lab';

/** For a model of a synthetic task: which example it reads, what the right answers are, and what it says. */
export function LabTask({ models }: { models: readonly LabModel[] }) {
  const model = useLab((lab) => lab.set.model);
  const task = models.find(({ name }) => name === model)?.task;
  return task ? <Task key={model} task={task} /> : null;
}

function Task({ task }: { task: ModelTask }) {
  const t = useTranslations('lab.task');
  const store = useLabStore();
  const run = useLab((lab) => lab.run);
  const drawable = useLab((lab) => lab.model?.info.drawable ?? 0);
  const exampleName = useLab((lab) => lab.set.example);
  const name = useMemo(() => readExampleName(exampleName), [exampleName]);
  const example = useMemo(() => name && exampleOf(name), [name]);
  const current = useMemo(
    () => example && run && marksOf(example, run.ids, run.logits, drawable),
    [example, run, drawable],
  );
  // While the next example is read, the answers to the last one stay: nothing jumps.
  const last = useRef<readonly Mark[] | null>(null);
  if (current || !example) last.current = current;
  const marks = current ?? last.current;
  const before = useMemo(
    () => example && run?.plain && marksOf(example, run.ids, run.plain, drawable),
    [example, run, drawable],
  );
  const read = (next: ExampleName) => void store.setExample(settingsOf(next));
  const { unit, chance } = tasks[task.name];
  const count = (list: readonly Mark[]) =>
    score(
      example!,
      list.map(({ said }) => said),
    );
  return (
    <section className={styles.task} aria-label={t(`title.${task.name}`)} data-task={task.name}>
      <div className={styles.asked}>
        <h2>{t(`title.${task.name}`)}</h2>
        <p>{t(`asks.${task.name}`)}</p>
        <Choose name={name ?? firstExample(task)} onChoose={read} />
        <p className={styles.note}>
          {t('trained', { least: String(task.least), most: String(task.most), unit: t(`unit.${unit}`) })}
        </p>
      </div>
      {marks ? (
        <div className={styles.given} aria-busy={current === null} data-answers={current ? exampleName : undefined}>
          <p role="status" data-right={count(marks).right} data-asked={count(marks).asked}>
            <b>{t('right', { right: String(count(marks).right), asked: String(count(marks).asked) })}</b>
            {before && ` ${t('before', { right: String(count(before).right), asked: String(count(before).asked) })}`}{' '}
            <span className={styles.note}>{t('chance', { chance: formatPercent(chance) })}</span>
          </p>
          <Answers marks={marks} task={task} />
          <TaskTrials key={`${name!.size}`} name={name!} />
        </div>
      ) : (
        <div className={styles.given}>
          <p>{t('own')}</p>
          <p>
            <button type="button" onClick={() => read(name ?? firstExample(task))}>
              {t('give')}
            </button>
          </p>
        </div>
      )}
    </section>
  );
}

/** Size and seed of the example: the same ones give the same example everywhere. */
function Choose({ name, onChoose }: { name: ExampleName; onChoose: (next: ExampleName) => void }) {
  const t = useTranslations('lab.task');
  const { least, most } = sizesOf(name.task);
  const number = (part: 'size' | 'seed', min: number, max: number, label: string) => (
    <label>
      <span>{label}</span>{' '}
      <input
        type="number"
        min={min}
        max={max}
        value={name[part]}
        data-part={part}
        onChange={(event) => {
          const value = Number(event.target.value);
          if (event.target.value !== '' && Number.isInteger(value) && value >= min && value <= max)
            onChoose({ ...name, [part]: value });
        }}
      />
    </label>
  );
  return (
    <p className={styles.choose}>
      {number('size', least, most, t(`unit.${tasks[name.task].unit}`))}
      {number('seed', 0, MOST_SEED, t('seed'))}
      <button type="button" onClick={() => onChoose({ ...name, seed: name.seed === MOST_SEED ? 0 : name.seed + 1 })}>
        {t('another')}
      </button>
    </p>
  );
}

/** One line per answer: where it is asked, what is right, what the model says. */
function Answers({ marks, task }: { marks: readonly Mark[]; task: ModelTask }) {
  const t = useTranslations('lab.task');
  const store = useLabStore();
  const token = useLab((lab) => lab.set.token);
  const { vocabulary } = tasks[task.name];
  return (
    <ol className={styles.answers} aria-label={t('answers')}>
      {marks.map(({ position, wanted, said, right, saidProbability, wantedProbability }) => (
        <li key={position}>
          <button
            type="button"
            className={styles.answer}
            aria-current={position === token}
            data-position={position}
            data-said={said}
            data-answer={right ? 'right' : 'wrong'}
            aria-label={t('answer', {
              position: String(position),
              wanted: vocabulary[wanted]!,
              said: vocabulary[said] ?? String(said),
              verdict: t(right ? 'isRight' : 'isWrong'),
              probability: formatPercent(saidProbability),
            })}
            onClick={() => void store.goTo(position)}
          >
            <span className={styles.where}>{position}</span>
            <b>{vocabulary[wanted]}</b>
            <span className={styles.said}>
              {right ? '✓' : `✗ ${vocabulary[said] ?? said}`}{' '}
              {formatPercent(right ? wantedProbability : saidProbability)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
