'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { ModelInfo } from '@/engine/worker/protocol';
import { formatBytes, formatNumber, formatWhole } from '../charts/format';
import { useErrorWords } from '../figure/use-figure-state';
import { Layers, Parameters } from './Anatomy';
import { anatomyOf } from './anatomy';
import styles from './models.module.css';

/** What a loaded checkpoint turned out to be, on what it runs, and what the reader should know about it. */
export function Found({ info }: { info: ModelInfo }) {
  const t = useTranslations('models');
  const e = useTranslations('engine');
  const locale = useLocale();
  const words = useErrorWords();
  const anatomy = useMemo(() => anatomyOf(info.blueprint), [info]);
  const facts = [
    [t('found.type'), <code key="type">{anatomy.modelType}</code>],
    [t('found.layers'), formatWhole(anatomy.pattern.length, locale)],
    [t('found.width'), formatWhole(anatomy.width, locale)],
    [t('found.vocabulary'), formatWhole(anatomy.vocabulary, locale)],
    [t('found.tokenizer'), info.hasTokenizer ? t('found.tokenizerYes') : t('found.tokenizerNo')],
    [t('found.weights'), formatBytes(info.weightBytes, locale)],
    [t('found.runsOn'), e('on', { tier: e(`tier.${info.kind}`), device: info.device })],
    [t('found.loaded'), t('found.seconds', { seconds: formatNumber(info.loadMilliseconds / 1000, locale) })],
  ] as const;
  const warnings = [
    ...info.warnings,
    ...(info.fallback ? [e('fallback', { reason: words(info.fallback).detail })] : []),
  ];
  return (
    <section data-found={anatomy.modelType} aria-label={info.name}>
      <h3>{info.name}</h3>
      <Layers anatomy={anatomy} />
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Parameters anatomy={anatomy} />
      {warnings.length > 0 && (
        <>
          <h4>{t('found.warnings')}</h4>
          <ul className={styles.weaknesses}>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
