'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { withSession } from '@/engine/session/with-session';
import { formatNumber } from '../charts/format';
import { TokenStrip } from '../charts/TokenStrip';
import { quoteToken, tokenName } from '../charts/token-text';
import { Slider } from '../controls/Slider';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { STORY } from './TakeAway';
import { useRun } from './use-run';
import { costOf, LOSSES, type Lost, withZeros } from './what-saved';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    cut: 'Pause after token',
    conv: 'window lost: bits more',
    ssm: 'state lost: bits more',
    token: 'token',
    strip: 'The tokens after the pause, with what each loss costs them',
    before: 'Read before the pause: … {text}',
    hover: 'Point at a word, or walk with the arrows.',
    says: '{token}: {nothing} bits with everything saved, {conv} without the window, {ssm} without the state.',
  },
  es: {
    cut: 'Pausa tras el token',
    conv: 'sin la ventana: bits de más',
    ssm: 'sin el estado: bits de más',
    token: 'token',
    strip: 'Los tokens tras la pausa, con lo que le cuesta a cada uno la pérdida',
    before: 'Leído antes de la pausa: … {text}',
    hover: 'Señala una palabra o recórrelas con las flechas.',
    says: '{token}: {nothing} bits con todo guardado, {conv} sin la ventana y {ssm} sin el estado.',
  },
});

export const START = 24;

const NOTHING: { tokens: readonly string[]; bits: Readonly<Partial<Record<Lost, Float32Array>>> } = {
  tokens: [],
  bits: {},
};

/** Surprise after a pause in which the state, or the window of the convolution, was lost. */
export default function WhatSaved(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const t = useTranslations('engine');
  const [cut, setCut] = useState(START);
  const [hovered, setHovered] = useState<number | null>(null);
  const { engine, state, answer } = useRun('stories-mamba', String(cut), async (model, signal) => {
    const { ids, pieces } = await model.encode(STORY);
    const bits = await withSession(model, async (session) => {
      const found: Partial<Record<Lost, Float32Array>> = {};
      for (const lost of LOSSES) {
        await session.reset();
        await session.prefill(ids.slice(0, cut), {}, { signal });
        const host = await session.readState();
        const names = [...host.tensors.keys()].filter((name) => name.endsWith(`:${lost}`));
        if (names.length > 0) await session.setState(withZeros(host, names), names);
        found[lost] = (await session.prefill(ids.slice(cut), { surprise: true }, { signal })).surprise!;
      }
      return found;
    });
    return { tokens: pieces.map(({ text }) => text), bits };
  });
  const { tokens, bits } = answer ?? NOTHING;
  const { nothing, conv, ssm } = bits;
  const costs = nothing && conv && ssm ? { conv: costOf(conv, nothing), ssm: costOf(ssm, nothing) } : null;
  // One scale for both: the taller loss is the dearer one.
  const max = costs ? Math.max(0.5, ...costs.conv, ...costs.ssm) : 1;
  const shown = tokens.slice(cut);
  const number = (values: Float32Array | undefined, t: number) => formatNumber(values?.[t] ?? Number.NaN, locale);
  return (
    <Figure
      {...props}
      state={state.kind === 'ready' && !costs ? { kind: 'loading', what: t('reading') } : state}
      onReset={() => setCut(START)}
      table={() => ({
        columns: [w.token, w.ssm, w.conv],
        rows: shown.map((token, t) => [tokenName(t, token, locale), costs?.ssm[t] ?? 0, costs?.conv[t] ?? 0]),
      })}
      controls={
        <>
          <Slider label={w.cut} value={cut} min={4} max={40} onChange={setCut} />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {costs && (
        <>
          <p className={styles.said}>{w.before.replace('{text}', tokens.slice(Math.max(0, cut - 8), cut).join(''))}</p>
          <TokenStrip
            tall
            tokens={shown}
            label={w.strip}
            locale={locale}
            above={{ label: w.ssm, values: costs.ssm, colour: 'var(--sym-h)', max }}
            below={{ label: w.conv, values: costs.conv, colour: 'var(--sym-x)', max }}
            lit={hovered}
            onHover={setHovered}
          />
          <p className={styles.said} role="status">
            {hovered === null || hovered >= shown.length
              ? w.hover
              : w.says
                  .replace('{token}', quoteToken(shown[hovered]!.trim(), locale))
                  .replace('{nothing}', number(nothing, hovered))
                  .replace('{conv}', number(conv, hovered))
                  .replace('{ssm}', number(ssm, hovered))}
          </p>
        </>
      )}
    </Figure>
  );
}
