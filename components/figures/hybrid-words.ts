import { formatBytes, formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import type { Count, Family, HybridModel } from './hybrid-models';
import { defineWords } from './words';

export const HYBRID_WORDS = defineWords({
  en: {
    mamba: 'Mamba',
    mamba2: 'Mamba-2',
    delta: 'delta rule (GDN, KDA)',
    other: 'other recurrence',
    parallel: 'side by side',
    name: 'Model',
    date: 'Date',
    total: 'Parameters',
    ratio: 'For 1 attention',
    layer: 'Recurrent layer',
    context: 'Context',
    source: 'Source',
    year: 'date',
    axis: 'layers for each attention layer',
    beside: 'side by side in every layer',
    second: 'at second hand',
    early: 'early {y}',
  },
  es: {
    mamba: 'Mamba',
    mamba2: 'Mamba-2',
    delta: 'regla delta (GDN, KDA)',
    other: 'otra recurrencia',
    parallel: 'en paralelo',
    name: 'Modelo',
    date: 'Fecha',
    total: 'Parámetros',
    ratio: 'Por cada atención',
    layer: 'Capa recurrente',
    context: 'Contexto',
    source: 'Fuente',
    year: 'fecha',
    axis: 'capas por cada capa de atención',
    beside: 'en paralelo en cada capa',
    second: 'de segunda mano',
    early: 'inicios de {y}',
  },
});

/** Colour and outline of a family: shape tells them apart too. */
export const MARKS: Readonly<Record<Family, { colour: string; path: string }>> = {
  mamba: { colour: 'var(--sym-h)', path: 'M0 -5.5l5 9h-10z' },
  mamba2: { colour: 'var(--sym-B)', path: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z' },
  delta: { colour: 'var(--sym-delta)', path: 'M0 -6l6 6l-6 6l-6 -6z' },
  other: { colour: 'var(--sym-x)', path: 'M-4 -4h8v8h-8z' },
  parallel: { colour: 'var(--sym-attention)', path: 'M-5 -4h3.5v8h-3.5zM1.5 -4h3.5v8h-3.5z' },
};

/** "398 B (94 B)": all, and those one token uses. */
export function sizeText({ total, active }: HybridModel, locale: Locale): string {
  const text = (billions: number) =>
    locale === 'es' ? `${formatNumber(billions, locale, 4)} mil M` : `${formatNumber(billions, locale, 4)} B`;
  return active === null ? text(total) : `${text(total)} (${text(active)})`;
}

/** Recurrent layers for one of attention, with both counts. */
export function ratioText({ layers }: HybridModel, count: Count, locale: Locale): string {
  if (!layers) return HYBRID_WORDS[locale].beside;
  const { recurrent, attention, others } = layers;
  const all = recurrent + (count === 'all' ? (others ?? 0) : 0);
  return `${formatNumber(all / attention, locale, 2)} : 1  (${all} / ${attention})`;
}

/** A month, or "early" and the year where only that is known. */
export function dateText(date: string, locale: Locale): string {
  return date.includes('-') ? date : HYBRID_WORDS[locale].early.replace('{y}', date);
}

/** Tokens in K and M of 1024, as context windows are named. */
export const contextText = (context: number | null, locale: Locale): string =>
  context === null ? '–' : formatBytes(context, locale).replace('iB', '').replace(' ', '');
