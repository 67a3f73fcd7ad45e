'use client';
import { useLocale } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { EngineError } from '@/engine/errors';
import { RULER_CHANCE, rulerKinds, TOYS } from '@/engine/tasks';
import { BarList } from '../../charts/BarList';
import { formatPercent } from '../../charts/format';
import { Select } from '../../controls/Select';
import { Slider } from '../../controls/Slider';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import { basePath } from '../../shell/base-path';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { useFailure, useLive } from '../use-live';
import { useWork } from '../use-work';
import { useWords } from '../words';
import { MeasuredGrid } from './MeasuredGrid';
import { RULER_WORDS } from './ruler-words';
import {
  bestOf,
  type Hay,
  hayOf,
  type Prompt,
  promptOf,
  RULER_LENGTHS,
  RULER_MODELS,
  type RulerChoice,
  type RulerModel,
  sharesOf,
} from './small-ruler';

const START: { model: RulerModel; choice: RulerChoice } = {
  model: 'stories-mamba',
  choice: { kind: 'needle', length: 64, seed: 1, depth: 0.5 },
};
const MANY = 10;

interface Answer {
  readonly prompt: Prompt;
  readonly read: readonly number[];
  readonly unread: readonly number[];
}

/** A needle, several needles or a chain of names in held-out stories, asked of a live model. */
export default function SmallRuler(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(RULER_WORDS);
  const [{ model: name, choice }, choose, reset] = useChoices(START);
  const { engine, state } = useLive(name);
  const { model } = engine;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [tally, setTally] = useState<{ right: number; asked: number } | null>(null);
  const work = useWork();
  const hays = useRef(new Map<string, Hay>());

  const hayFor = async (signal: AbortSignal): Promise<Hay> => {
    const known = hays.current.get(name);
    if (known) return known;
    const hay = await hayOf(model!, await fetchStories(signal));
    hays.current.set(name, hay);
    return hay;
  };
  const ask = () =>
    work.start(async (signal) => {
      const hay = await hayFor(signal);
      setTally(null);
      const prompt = await promptOf(model!, hay, choice);
      const read = await sharesOf(model!, hay, prompt.example.ids, signal);
      const unread = await sharesOf(model!, hay, prompt.bare, signal);
      if (!signal.aborted) setAnswer({ prompt, read, unread });
    });
  const askMany = () =>
    work.start(async (signal) => {
      const hay = await hayFor(signal);
      setTally({ right: 0, asked: 0 });
      for (let i = 0; i < MANY; i++) {
        const { example } = await promptOf(model!, hay, { ...choice, seed: choice.seed + i });
        const said = TOYS[bestOf(await sharesOf(model!, hay, example.ids, signal))];
        if (signal.aborted) return;
        setTally((t) => ({ right: t!.right + Number(said === example.answer), asked: t!.asked + 1 }));
      }
    });
  const change = (part: Partial<RulerChoice>) => choose({ choice: { ...choice, ...part } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for every choice
  useEffect(() => {
    if (!model) return;
    const timer = setTimeout(() => void ask(), 150);
    return () => {
      clearTimeout(timer);
      work.stop();
    };
  }, [model, choice]);

  const failure = useFailure(state, work.error);
  const { kind, length, seed, depth } = choice;
  const right = answer ? TOYS.indexOf(answer.prompt.example.answer) : -1;
  const said = answer ? TOYS[bestOf(answer.read)]! : '';
  return (
    <Figure
      {...props}
      state={failure.kind === 'ready' && !answer ? { kind: 'loading', what: w.reading } : failure}
      reserve="24rem"
      onReset={reset}
      {...(answer
        ? {
            table: () => ({
              columns: [w.toy, w.read, w.unread],
              rows: TOYS.map((toy, i) => [toy, answer.read[i]!, answer.unread[i]!]),
            }),
          }
        : {})}
      controls={
        <>
          <Select
            label={w.model}
            value={name}
            options={RULER_MODELS}
            onChange={(model) => {
              setAnswer(null);
              choose({ model });
            }}
          />
          <Select
            label={w.task}
            value={kind}
            options={rulerKinds}
            name={(id) => w[id]}
            onChange={(value) => change({ kind: value })}
          />
          <Select
            label={w.length}
            value={length}
            options={RULER_LENGTHS}
            onChange={(value) => change({ length: value })}
          />
          <Slider
            label={w.depth}
            value={depth}
            min={0}
            max={1}
            step={0.25}
            format={formatPercent}
            onChange={(value) => change({ depth: value })}
          />
          <button type="button" onClick={() => change({ seed: seed + 1 })}>
            {w.another}
          </button>
          <button type="button" disabled={!answer} onClick={() => void askMany()}>
            {w.many}
          </button>
          <EngineBadge engine={engine} />
        </>
      }
    >
      {answer && (
        <>
          <p className={styles.said} lang="en">
            …{' '}
            {answer.prompt.example.hidden.map((sentence) => (
              <span key={sentence}>
                <mark>{sentence}</mark> …{' '}
              </span>
            ))}
            <b>{answer.prompt.example.question} ___</b>
          </p>
          <BarList
            bars={TOYS.map((toy, i) => ({
              id: toy,
              label: i === right ? `✓ ${toy}` : toy,
              value: answer.read[i]!,
              before: answer.unread[i]!,
            }))}
            label={w.bars}
            locale={locale}
            colour="var(--sym-y)"
          />
          <p className={styles.said}>{w.key}</p>
          <p
            className={styles.said}
            role="status"
            data-right={answer.read[right]}
            data-unread={answer.unread[right]}
            data-tokens={answer.prompt.example.ids.length}
          >
            {(said === TOYS[right] ? w.found : w.missed)
              .replace('{said}', said)
              .replace('{before}', formatPercent(answer.unread[right]!))
              .replace('{after}', formatPercent(answer.read[right]!))}
            {tally &&
              ` ${w.tally
                .replace('{right}', String(tally.right))
                .replace('{asked}', String(tally.asked))
                .replace('{chance}', formatPercent(RULER_CHANCE))}`}
          </p>
          <MeasuredGrid model={name} />
        </>
      )}
    </Figure>
  );
}

async function fetchStories(signal: AbortSignal): Promise<readonly string[]> {
  const response = await fetch(`${basePath}/evaluations/haystack.json`, { signal }).catch((thrown: unknown) => {
    throw new EngineError('network', `evaluations/haystack.json: ${thrown}`);
  });
  if (!response.ok) throw new EngineError('network', `evaluations/haystack.json: status ${response.status}`);
  return ((await response.json()) as { stories: string[] }).stories;
}
