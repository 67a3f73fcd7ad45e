'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { formatBits, formatNumber, formatTabular, TokenStrip } from '../charts';
import { BesideStrip, highest } from './beside/BesideStrip';
import { SideHead } from './beside/SideHead';
import { useBeside, useTitles } from './beside/use-beside';
import styles from './lab.module.css';
import { useWrites } from './use-grown';
import { useLab, useLabStore } from './use-lab';

/** The text as its tokens: surprise above, what each writes into the layer in view below; ids and bytes of the one under the pointer. */
export function LabTokens() {
  const t = useTranslations('lab');
  const locale = useLocale();
  const store = useLabStore();
  const run = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const lit = useLab((lab) => lab.lit.token);
  const texts = useMemo(
    () => run?.pieces.map((p) => (p.special || p.text === '' ? p.display : p.text)) ?? [],
    [run?.pieces],
  );
  const writes = useWrites();
  const beside = useBeside().run;
  const { title, second } = useTitles();
  if (!run) return null;
  const piece = run.pieces[lit ?? token];
  return (
    <div className={styles.tokens}>
      {beside && <SideHead side="first" title={title} />}
      <TokenStrip
        tokens={texts}
        label={t('tokens.label')}
        locale={locale}
        at={token}
        lit={lit}
        madeFrom={run.promptLength}
        above={{
          label: t('tokens.surprise'),
          values: run.surprise,
          colour: 'var(--ink-soft)',
          format: formatBits,
          ...(beside ? { max: highest(run.surprise, beside.surprise) } : {}),
        }}
        {...(writes
          ? {
              below: {
                label: t('tokens.write'),
                values: writes,
                colour: 'var(--sym-B)',
                format: (value: number) => formatTabular(value, locale),
              },
            }
          : {})}
        onHover={(i) => store.light({ token: i })}
        onSelect={(i) => void store.goTo(i)}
      />
      {piece && (
        <p className={styles.piece}>
          {t('tokens.piece', {
            id: formatNumber(piece.id, locale, 8),
            bytes: Array.from(piece.bytes, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ') || '—',
          })}
        </p>
      )}
      {beside && <BesideStrip title={second} />}
    </div>
  );
}
