'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatPercent } from '../charts/format';
import { TokenStrip } from '../charts/TokenStrip';
import { quoteToken } from '../charts/token-text';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { LayerAndChannel } from './LayerAndChannel';
import type { LiveFigureProps } from './live';
import { PromptBox } from './PromptBox';
import { useChoices } from './use-choices';
import { useReading } from './use-reading';
import { channelOf, cliffAt, cliffOf } from './who-survives';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    text: 'Text',
    mean: 'left of {token}, mean of all channels',
    one: 'left of it in channel {c}',
    strip: 'The text, with what is left of the chosen word at every later one',
    token: 'token',
    says: 'At the end, {mean} of what {token} wrote is left on average, {one} in channel {c}.',
    at: 'At {here}: {mean} of what {token} wrote is left on average, {one} in channel {c}.',
    cliff: 'Its largest step there is at {here}: from {before} to {after}.',
  },
  es: {
    text: 'Texto',
    mean: 'queda de {token}, promedio de todos los canales',
    one: 'queda en el canal {c}',
    strip: 'El texto, con lo que queda de la palabra elegida en cada una posterior',
    token: 'token',
    says: 'Al final queda en promedio el {mean} de lo que escribió {token}; en el canal {c}, el {one}.',
    at: 'En {here} queda en promedio el {mean} de lo que escribió {token}; en el canal {c}, el {one}.',
    cliff: 'Ahí su mayor escalón está en {here}: del {before} al {after}.',
  },
});

export const MODEL = 'stories-mamba';
export const START: { text: string; layer: number; channel: number | null; token: number } = {
  text: 'Lily put the red ball in the box. It was a sunny day. Tom asked where the ball was.',
  layer: 4,
  // The one with the deepest cliff.
  channel: null,
  token: 9,
};

/** How much of what one word wrote is still in the state at every later word: the mean over channels, and one channel. */
export default function WhoSurvives(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [now, choose, reset] = useChoices(START);
  const [hovered, setHovered] = useState<number | null>(null);
  const { text, layer, channel, token } = now;
  const { engine, blueprint, state, reading, busy } = useReading(
    MODEL,
    text,
    `${layer} ${token}`,
    async (model, ids, signal) => {
      const chosen = Math.min(token, ids.length - 1);
      const view = await model.view(ids, { name: 'survival', layer, options: { token: chosen } }, { signal });
      return { chosen, view };
    },
  );
  const view = reading?.result.view;
  const chosen = reading?.result.chosen ?? 0;
  const c = Math.min(channel ?? (view ? (cliffOf(view.perUnit, chosen)?.channel ?? 0) : 0), (view?.units ?? 1) - 1);
  const mean = view?.mean.data ?? new Float32Array(0);
  const one = view ? channelOf(view.perUnit, c) : new Float32Array(0);
  const name = reading ? quoteToken(reading.tokens[chosen]!.trim(), locale) : '';
  const labels = [w.mean.replace('{token}', name), w.one.replace('{c}', String(c))] as const;
  const cliff = cliffAt(one, chosen);
  const last = mean.length - 1;
  const at = hovered !== null && hovered > chosen && hovered <= last ? hovered : last;
  return (
    <Figure
      {...props}
      state={state}
      reserve="300px"
      onReset={reset}
      {...(reading
        ? {
            table: () => ({
              columns: [w.token, ...labels],
              rows: reading.tokens.map((text, t) => [text, mean[t]!, one[t]!]),
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
            channels={view?.units ?? 1}
            onChange={(layer, channel) => choose({ layer, channel })}
          />
          <EngineBadge engine={engine} />
        </>
      }
    >
      {reading && (
        <div className={busy ? styles.busy : undefined} data-left={mean[last]}>
          <TokenStrip
            tall
            tokens={reading.tokens}
            label={w.strip}
            locale={locale}
            above={{ label: labels[0], values: mean, colour: 'var(--sym-h)', max: 1 }}
            below={{ label: labels[1], values: one, colour: 'var(--sym-A)', max: 1 }}
            lit={hovered ?? chosen}
            onHover={setHovered}
            onSelect={(t) => choose({ token: t, channel: null })}
          />
          <p className={styles.said} role="status">
            {(at === last ? w.says : w.at)
              .replace('{here}', quoteToken(reading.tokens[at]!.trim(), locale))
              .replace('{token}', name)
              .replace('{mean}', formatPercent(mean[at]!))
              .replace('{one}', formatPercent(one[at]!))
              .replace('{c}', String(c))}{' '}
            {cliff &&
              w.cliff
                .replace('{here}', quoteToken(reading.tokens[cliff.at]!.trim(), locale))
                .replace('{before}', formatPercent(cliff.before))
                .replace('{after}', formatPercent(cliff.after))}
          </p>
        </div>
      )}
    </Figure>
  );
}
