'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { withSession } from '@/engine/session/with-session';
import { formatNumber } from '../charts/format';
import { TokenStrip } from '../charts/TokenStrip';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { LayerAndChannel } from './LayerAndChannel';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
import { useReading } from './use-reading';
import { meanOverChannels, mostDecided } from './where-it-writes';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    mean: 'Δ, mean of all channels',
    one: 'Δ of channel {c}',
    strip: 'The text with Δ at every token',
    token: 'token',
    hover: 'Point at a word, or walk with the arrows.',
    says: '{token}: Δ {mean} on average, {one} in channel {c}',
  },
  es: {
    text: 'Texto',
    mean: 'Δ, promedio de todos los canales',
    one: 'Δ del canal {c}',
    strip: 'El texto con Δ en cada token',
    token: 'token',
    hover: 'Señala una palabra o recórrelas con las flechas.',
    says: '{token}: Δ {mean} en promedio, {one} en el canal {c}',
  },
});

export const MODEL = 'stories-mamba';
export const START: { text: string; layer: number; channel: number | null } = {
  text: 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.',
  layer: 6,
  // The one that is most decided.
  channel: null,
};

/** Δ of a small trained Mamba at every token: its mean over channels above the words, one channel below. */
export default function WhereItWrites(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, layer, channel }, choose, reset] = useChoices(START);
  const [hovered, setHovered] = useState<number | null>(null);
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    String(layer),
    async (model, ids, signal) => {
      return withSession(model, async (session) => {
        const tap = `layers.${layer}.mixer.delta`;
        return (await session.prefill(ids, { taps: [tap] }, { signal })).taps.get(tap)!;
      });
    },
  );
  const [T, C] = reading ? (reading.result.shape as [number, number]) : [0, 1];
  const c = Math.min(channel ?? (reading ? mostDecided(reading.result) : 0), C - 1);
  const mean = reading ? meanOverChannels(reading.result) : new Float32Array(0);
  const one = Float32Array.from({ length: T }, (_, t) => reading!.result.data[t * C + c]!);
  const number = (v: number) => formatNumber(v, locale);
  return (
    <Figure
      {...props}
      state={state}
      onReset={reset}
      {...(reading
        ? {
            table: () => ({
              columns: [w.token, w.mean, w.one.replace('{c}', String(c))],
              rows: reading.tokens.map((token, t) => [token, mean[t]!, one[t]!]),
            }),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <LayerAndChannel
            blueprint={blueprint}
            layer={layer}
            channel={c}
            channels={C}
            onChange={(layer, channel) => choose({ layer, channel })}
          />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && (
        <div className={busy ? styles.busy : undefined}>
          <TokenStrip
            tall
            tokens={reading.tokens}
            label={w.strip}
            locale={locale}
            above={{ label: w.mean, values: mean, colour: 'color-mix(in srgb, var(--sym-delta) 45%, var(--paper))' }}
            below={{ label: w.one.replace('{c}', String(c)), values: one, colour: 'var(--sym-delta)' }}
            lit={hovered}
            onHover={setHovered}
          />
          <p className={styles.said} role="status">
            {hovered === null || hovered >= T
              ? w.hover
              : w.says
                  .replace('{token}', reading.tokens[hovered]!.trim())
                  .replace('{mean}', number(mean[hovered]!))
                  .replace('{one}', number(one[hovered]!))
                  .replace('{c}', String(c))}
          </p>
        </div>
      )}
    </Figure>
  );
}
