'use client';
import { useLocale } from 'next-intl';
import { useEffect, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import { BarList } from '../charts/BarList';
import { formatNumber } from '../charts/format';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { changesFor, deltaOf, PARTS } from './take-away';
import { TAKE_AWAY_WORDS as words } from './take-away-words';
import { useFailure, useLive } from './use-live';
import { useWords } from './words';

export const STORY =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the sun. One day, she found a red ball in the garden. She was very happy and showed it to her mom.';

/** Mean surprise of a text when parts of a trained Mamba are taken away while it reads. */
export default function TakeAway(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [text, setText] = useState(STORY);
  const [bits, setBits] = useState<Readonly<Record<string, number>>>({});
  const [error, setError] = useState<EngineError | null>(null);
  const { engine, state } = useLive('stories-mamba');
  const { model } = engine;
  useEffect(() => {
    if (!model) return;
    const stop = new AbortController();
    const { signal } = stop;
    const timer = setTimeout(async () => {
      const session = await model.createSession();
      setError(null);
      try {
        const { ids } = await model.encode(text);
        const names = model.info.blueprint.layers.map(({ index }) => deltaOf(index));
        const { taps } = await session.prefill(ids, { taps: names }, { signal });
        const deltas = names.map((name) => taps.get(name)!);
        for (const id of PARTS) {
          await session.reset();
          await session.intervene(changesFor(id, deltas));
          const { surprise } = await session.prefill(ids, { surprise: true }, { signal });
          const seen = surprise!.slice(1);
          const mean = seen.reduce((a, b) => a + b, 0) / Math.max(1, seen.length);
          if (!signal.aborted) setBits((before) => ({ ...before, [id]: mean }));
        }
      } catch (thrown) {
        if (!signal.aborted) setError(thrown as EngineError);
      } finally {
        session.close();
      }
    }, 250);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [model, text]);
  const bars = PARTS.filter((id) => Number.isFinite(bits[id])).map((id) => ({
    id,
    label: w[id],
    value: bits[id]!,
  }));
  return (
    <Figure
      {...props}
      state={useFailure(state, error)}
      onReset={() => setText(STORY)}
      table={() => ({ columns: [w.part, w.bits], rows: bars.map(({ label, value }) => [label, value]) })}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={setText} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      <p className={styles.said}>{w.bits}</p>
      <BarList
        bars={bars}
        label={w.bits}
        locale={locale}
        colour="var(--sym-y)"
        format={(v) => formatNumber(v, locale)}
      />
    </Figure>
  );
}
