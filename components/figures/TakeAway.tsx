'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { withSession } from '@/engine/session/with-session';
import { BarList } from '../charts/BarList';
import { formatNumber } from '../charts/format';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { meanOf } from './far-reading';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { changesFor, deltaOf, PARTS } from './take-away';
import { TAKE_AWAY_WORDS as words } from './take-away-words';
import { useRun } from './use-run';
import { useWords } from './words';

export const STORY =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the sun. One day, she found a red ball in the garden. She was very happy and showed it to her mom.';

/** Mean surprise of a text when parts of a trained Mamba are taken away while it reads. */
export default function TakeAway(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [text, setText] = useState(STORY);
  const { engine, state, answer } = useRun<Readonly<Record<string, number>>>(
    'stories-mamba',
    text,
    async (model, signal, tell) => {
      const { ids } = await model.encode(text);
      return withSession(model, async (session) => {
        const bits: Record<string, number> = {};
        const names = model.info.blueprint.layers.map(({ index }) => deltaOf(index));
        const { taps } = await session.prefill(ids, { taps: names }, { signal });
        const deltas = names.map((name) => taps.get(name)!);
        for (const id of PARTS) {
          await session.reset();
          await session.intervene(changesFor(id, deltas));
          const { surprise } = await session.prefill(ids, { surprise: true }, { signal });
          bits[id] = meanOf(surprise!);
          tell({ ...bits });
        }
        return bits;
      });
    },
  );
  const bars = PARTS.filter((id) => Number.isFinite(answer?.[id])).map((id) => ({
    id,
    label: w[id],
    value: answer![id]!,
  }));
  return (
    <Figure
      {...props}
      state={state}
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
