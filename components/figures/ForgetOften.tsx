'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { withSession } from '@/engine/session/with-session';
import { BarList } from '../charts/BarList';
import { formatNumber } from '../charts/format';
import { Select } from '../controls/Select';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { longText, lossForgetting } from './far-reading';
import styles from './figures.module.css';
import { FORGET_EVERY, FORGET_TOKENS, NEVER } from './forget-often';
import { FORGET_WORDS as words } from './forget-words';
import type { LiveFigureProps } from './live';
import { useRun } from './use-run';
import { useWords } from './words';

export const MODELS = ['stories-mamba', 'stories-mamba2', 'stories-s4d'] as const;
const NAMES = { 'stories-mamba': 'Mamba', 'stories-mamba2': 'Mamba-2', 'stories-s4d': 'S4D' } as const;
export const START: (typeof MODELS)[number] = 'stories-mamba';

/** What it costs to lose the state every so many tokens: how far back the model really needs to remember on stories. */
export default function ForgetOften(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [name, set] = useState<(typeof MODELS)[number]>(START);
  const { engine, state, answer } = useRun<ReadonlyMap<number, number>>(name, name, async (model, signal, tell) => {
    const ids = await longText(model, FORGET_TOKENS);
    return withSession(model, async (session) => {
      const losses = new Map<number, number>();
      for (const every of FORGET_EVERY) {
        losses.set(every, await lossForgetting(session, ids, every, signal));
        tell(new Map(losses));
      }
      return losses;
    });
  });
  const whole = answer?.get(NEVER) ?? Number.NaN;
  const bars = FORGET_EVERY.filter((every) => every !== NEVER && answer?.has(every)).map((every) => ({
    id: String(every),
    label: w.every.replace('{k}', String(every)),
    value: answer!.get(every)! - whole,
  }));
  return (
    <Figure
      {...props}
      state={state}
      reserve="220px"
      onReset={() => set(START)}
      table={() => ({
        columns: [w.forgets, w.bits],
        rows: [...(answer ? [[w.never, 0]] : []), ...bars.map(({ label, value }) => [label, value])],
      })}
      controls={
        <>
          <Select label={w.model} value={name} options={MODELS} name={(id) => NAMES[id]} onChange={set} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      <p className={styles.said}>
        {w.bits}
        {Number.isFinite(whole) && (
          <span data-whole={whole}> ({w.whole.replace('{bits}', formatNumber(whole, locale))})</span>
        )}
      </p>
      <BarList
        bars={bars}
        label={w.bits}
        locale={locale}
        colour="var(--sym-h)"
        format={(v) => formatNumber(v, locale)}
      />
    </Figure>
  );
}
