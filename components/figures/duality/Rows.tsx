'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { formatNumber } from '../../charts/format';
import { tokenName } from '../../charts/token-text';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { Sized } from '../Sized';
import { useFailure, useLive, useUntilRead } from '../use-live';
import { useReading } from '../use-reading';
import { defineWords, useWords } from '../words';
import { LayerAndHead } from './LayerAndHead';
import { RowsChart } from './RowsChart';
import { rowOf, totals } from './rows';

const words = defineWords({
  en: {
    text: 'Text',
    reader: 'Token that reads',
    soft: 'Head of the Transformer',
    ssdName: 'Mamba-2',
    softName: 'softmax',
    said: 'Mamba-2: the weights add up to {sum}; without their signs, {size}. Softmax: they add up to {soft}.',
    empty: 'Write a few words for the models to read.',
    token: 'token',
  },
  es: {
    text: 'Texto',
    reader: 'Token que lee',
    soft: 'Cabeza del Transformer',
    ssdName: 'Mamba-2',
    softName: 'softmax',
    said: 'Mamba-2: los pesos suman {sum}; sin signo, {size}. Softmax: suman {soft}.',
    empty: 'Escribe unas palabras para que los modelos las lean.',
    token: 'token',
  },
});

export const START = {
  text: 'Lily put the red ball in the box. Tom asked where the ball was.',
  at: -1,
  layer: 1,
  ssd: 6,
  soft: 3,
};
/** Of the Transformer. */
export const SOFT_LAYER = 1;

/** A row of Mamba-2's matrix beside a row of softmax attention: the same token reads, by two rules. */
export default function Rows(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, at, layer, ssd, soft }, set] = useState(START);
  const one = useLive('stories-mamba2');
  const two = useLive('stories-transformer');
  const matrixOf = (layer: number, unit: number) =>
    ({ name: 'hidden-attention', layer, options: { unit, only: true } }) as const;
  const a = useReading(one.engine.model, text, `${layer} ${ssd}`, (model, ids, signal) =>
    model.view(ids, matrixOf(layer, ssd), { signal }),
  );
  const b = useReading(two.engine.model, text, `${soft}`, (model, ids, signal) =>
    model.view(ids, matrixOf(SOFT_LAYER, soft), { signal }),
  );
  const failure = useFailure(one.state.kind === 'ready' ? two.state : one.state, a.error ?? b.error);
  const both = a.reading && b.reading && a.reading.tokens.length === b.reading.tokens.length;
  const shown = useUntilRead(failure, Boolean(both), text, w.empty);
  const tokens = (both && a.reading?.tokens) || [];
  const row = at < 0 || at >= tokens.length ? tokens.length - 1 : at;
  const weights = both ? rowOf(a.reading!.result.chosen!, row) : [];
  const shares = both ? rowOf(b.reading!.result.chosen!, row) : [];
  const { sum, size } = totals(weights);
  const number = (v: number) => formatNumber(v, locale, 2);
  return (
    <Figure
      {...props}
      state={shown}
      onReset={() => set(START)}
      {...(both
        ? {
            table: () => ({
              columns: [w.token, w.ssdName, w.softName],
              rows: tokens.slice(0, row + 1).map((token, j) => [token, weights[j]!, shares[j]!]),
            }),
          }
        : {})}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => set({ text: value, at: -1, layer, ssd, soft })} />
          <label>
            {w.reader}{' '}
            <select value={row} onChange={(e) => set({ text, at: Number(e.target.value), layer, ssd, soft })}>
              {tokens.map((token, i) => (
                <option key={i} value={i}>
                  {tokenName(i, token, locale)}
                </option>
              ))}
            </select>
          </label>
          <LayerAndHead
            blueprint={one.engine.model?.info.blueprint}
            heads={one.engine.model?.info.blueprint.dims.ssm_heads ?? 0}
            layer={layer}
            head={ssd}
            onChange={(l, h) => set({ text, at, layer: l, ssd: h, soft })}
          />
          <label>
            {w.soft}{' '}
            <select value={soft} onChange={(e) => set({ text, at, layer, ssd, soft: Number(e.target.value) })}>
              {Array.from({ length: two.engine.model?.info.blueprint.dims.n_heads ?? 0 }, (_, i) => (
                <option key={i}>{i}</option>
              ))}
            </select>
          </label>
          <EngineBadge engine={one.engine} />
        </>
      }
    >
      {both && (
        <div className={a.busy || b.busy ? figures.busy : undefined} data-sum={sum} data-size={size}>
          <Sized>
            {(width) => <RowsChart tokens={tokens} weights={weights} shares={shares} locale={locale} width={width} />}
          </Sized>
          <p className={figures.said} role="status">
            {w.said
              .replace('{sum}', number(sum))
              .replace('{size}', number(size))
              .replace('{soft}', number(totals(shares).sum))}
          </p>
        </div>
      )}
    </Figure>
  );
}
