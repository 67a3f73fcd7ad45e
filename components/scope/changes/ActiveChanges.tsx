'use client';
import { useLocale, useTranslations } from 'next-intl';
import { formatNumber } from '../../charts';
import styles from '../inspector.module.css';
import type { Change } from '../lab-state';
import { useLabStore, useSet } from '../use-lab';

/** The list of what is changed, each with its undo. Beside the text, so that nobody forgets that the model is not itself. */
export function ActiveChanges() {
  const t = useTranslations('lab.whatIf');
  const locale = useLocale();
  const store = useLabStore();
  const { changes, compare, model } = useSet('changes', 'compare', 'model');
  if (changes.length === 0) return null;
  const say = (change: Change) => {
    const value = formatNumber(change.kind === 'zero' ? 0 : (change.value ?? 0), locale);
    const what =
      change.kind === 'patch' || change.kind === 'start'
        ? `← ${quote(change)}`
        : `${change.kind === 'scale' ? '×' : '='} ${value}`;
    if (change.kind === 'start') return `${change.node} ${what} ${t('saidStart')}`;
    const place = change.indices ? `${change.node}[${change.axis}: ${change.indices.join(', ')}]` : change.node;
    const time =
      change.from === undefined
        ? ''
        : change.to === undefined
          ? t('saidOn', { token: String(change.from) })
          : t('saidHere', {
              token: change.to === change.from + 1 ? String(change.from) : `${change.from}–${change.to - 1}`,
            });
    return `${place} ${what} ${time}`.trim();
  };
  return (
    <section className={styles.active} aria-label={t('active')}>
      <b>{t('active')}</b>
      <ul>
        {changes.map((change, i) => (
          <li key={`${i} ${say(change)}`}>
            <span>{say(change)}</span>
            <button type="button" onClick={() => void store.setChanges(changes.filter((_, j) => j !== i))}>
              {t('undo')}
            </button>
          </li>
        ))}
      </ul>
      {compare === '' && (
        <button type="button" onClick={() => void store.setBeside({ compare: model, besideChanges: 'none' })}>
          {t('beside')}
        </button>
      )}
      {changes.length > 1 && (
        <button type="button" onClick={() => void store.setChanges([])}>
          {t('undoAll')}
        </button>
      )}
    </section>
  );
}

/** The other text, cut to a readable length, and the token of it whose state is meant. */
function quote({ text = '', at }: Change): string {
  const shown = text.length > 32 ? `${text.slice(0, 31)}…` : text;
  return at === undefined ? `“${shown}”` : `“${shown}”[${at}]`;
}
