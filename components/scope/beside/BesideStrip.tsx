'use client';
import { useLocale, useTranslations } from 'next-intl';
import { formatBits, TokenStrip } from '../../charts';
import { useLab, useLabStore } from '../use-lab';
import styles from './beside.module.css';
import { SideHead } from './SideHead';
import { useBeside } from './use-beside';

/** The same text as the second model reads it, at the same place: surprise above, and how far what it expects lies from the first below. */
export function BesideStrip({ title }: { title: string }) {
  const t = useTranslations('lab');
  const locale = useLocale();
  const store = useLabStore();
  const { run, at } = useBeside();
  const main = useLab((lab) => lab.run);
  const lit = useLab((lab) => lab.lit.token);
  if (!run || !main) return null;
  const here = run.apart !== null;
  // Where the tokens are others, a click goes to the first run's token that holds the end of this one.
  const back = (i: number) => {
    const { end } = run.pieces[i]!;
    const found = main.pieces.findIndex((piece) => piece.end >= end);
    return here ? i : found < 0 ? main.ids.length - 1 : found;
  };
  return (
    <div className={styles.strip}>
      <SideHead side="second" title={title} />
      <TokenStrip
        tokens={run.pieces.map((p) => (p.special || p.text === '' ? p.display : p.text))}
        label={t('beside.tokens')}
        locale={locale}
        at={at}
        lit={here ? lit : null}
        madeFrom={here ? main.promptLength : Number.POSITIVE_INFINITY}
        above={{
          label: t('tokens.surprise'),
          values: run.surprise,
          colour: 'var(--ink-soft)',
          format: formatBits,
          max: highest(main.surprise, run.surprise),
        }}
        {...(run.apart
          ? { below: { label: t('beside.apart'), values: run.apart, colour: 'var(--edge)', format: formatBits } }
          : {})}
        onHover={(i) => store.light({ token: i === null ? null : back(i) })}
        onSelect={(i) => void store.goTo(back(i))}
      />
    </div>
  );
}

/** One scale for the columns of both strips. */
export const highest = (...rows: readonly (readonly number[])[]): number =>
  Math.max(1e-9, ...rows.flat().filter(Number.isFinite));
