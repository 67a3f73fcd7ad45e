'use client';
import { useTranslations } from 'next-intl';
import type { Engine } from '../use-engine';
import styles from './EngineBadge.module.css';
import { useErrorWords } from './use-figure-state';

/** Why the CPU runs what WebGPU might: said beside it. */
const WHYS = ['no-device', 'too-large', 'gpu-error', 'device-lost', 'slower'] as const;

/** On what a figure's model runs: WebGPU, CPU or a recorded run, always said, with the device's name and why WebGPU is not used. */
export function EngineBadge({ engine, children }: { engine: Engine; children?: React.ReactNode }) {
  const t = useTranslations('engine');
  const words = useErrorWords();
  if (!engine.tier) return null;
  const tier = t(`tier.${engine.tier}`);
  const info = engine.model?.info;
  const why = WHYS.find((code) => code === info?.fallback?.code);
  const title = [
    info ? t('on', { tier, device: info.device }) : '',
    info?.fallback ? t('fallback', { reason: words(info.fallback).detail }) : '',
  ];
  return (
    <span className={styles.badge} title={title.filter(Boolean).join('\n')} data-tier={engine.tier}>
      <span className={styles.tier}>{tier}</span>
      {info?.kind === 'webgpu' && <span>{info.device}</span>}
      {why && <span data-why={why}>{t(`why.${why}`)}</span>}
      {children}
    </span>
  );
}
