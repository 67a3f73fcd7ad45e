'use client';
import { useLocale, useTranslations } from 'next-intl';
import { formatBytes, formatNumber } from '../../charts';
import { useLab } from '../use-lab';
import styles from './beside.module.css';
import { bytesAt, type Memory, type Times } from './beside-run';
import { useBeside } from './use-beside';

interface SideHeadProps {
  readonly side: 'first' | 'second';
  readonly title: string;
}

/** Over a strip of tokens: whose it is, what the text so far takes there, and how long a token takes. Both bars are on one scale. */
export function SideHead({ side, title }: SideHeadProps) {
  const t = useTranslations('lab.beside');
  const locale = useLocale();
  const run = useLab((lab) => lab.run);
  const token = useLab((lab) => lab.set.token);
  const beside = useBeside();
  if (!run || !beside.run) return null;
  const memories = { first: { ...run.memory, tokens: run.ids.length }, second: beside.run.memory };
  const memory = memories[side];
  const at = side === 'first' ? Math.min(token, run.ids.length - 1) : beside.at;
  const most = Math.max(...Object.values(memories).map((m) => bytesAt(m, m.tokens - 1)));
  const share = (bytes: number) => `${(100 * bytes) / Math.max(1, most)}%`;
  const cache = bytesAt(memory, at) - memory.fixed;
  return (
    <p className={styles.head} data-side={side} data-fixed={memory.fixed} data-cache={cache}>
      <b>{title}</b>
      <span className={styles.gauge} aria-hidden="true">
        <i className={styles.fixed} style={{ width: share(memory.fixed) }} />
        <i className={styles.cache} style={{ width: share(cache) }} />
      </span>
      <span>{said(memory)}</span>
      <span>{time(beside.run.times[side])}</span>
    </p>
  );

  function said(m: Memory): string {
    const more = formatBytes(m.cache / Math.max(1, m.tokens), locale);
    if (m.cache === 0) return t('state', { bytes: formatBytes(m.fixed, locale) });
    const bytes = formatBytes(cache, locale);
    return m.fixed === 0
      ? t('cache', { bytes, more })
      : t('both', { fixed: formatBytes(m.fixed, locale), bytes, more });
  }

  function time({ reading, step }: Times): string {
    const value = step ?? reading;
    return value === null ? '' : t('perToken', { time: formatNumber(value, locale) });
  }
}
