'use client';
import { useLocale } from 'next-intl';
import type { HiddenAttention } from '@/engine/views/hidden-attention';
import { formatNumber } from '../../charts/format';
import { tokenName } from '../../charts/token-text';
import { Select } from '../../controls/Select';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import { headsOf } from '../layers';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { Sized } from '../Sized';
import { useChoices } from '../use-choices';
import { stateOf } from '../use-live';
import { type AskOfText, useReading } from '../use-reading';
import { defineWords, useWords } from '../words';
import { LayerAndHead } from './LayerAndHead';
import { RowsChart } from './RowsChart';
import { rowOf, SOFT_LAYER, START, totals } from './rows';

const words = defineWords({
  en: {
    text: 'Text',
    reader: 'Token that reads',
    soft: 'Head of the Transformer',
    ssdName: 'Mamba-2',
    softName: 'softmax',
    said: 'Mamba-2: the weights add up to {sum}; without their signs, {size}. Softmax: they add up to {soft}.',
    token: 'token',
  },
  es: {
    text: 'Texto',
    reader: 'Token que lee',
    soft: 'Cabeza del Transformer',
    ssdName: 'Mamba-2',
    softName: 'softmax',
    said: 'Mamba-2: los pesos suman {sum}; sin signo, {size}. Softmax: suman {soft}.',
    token: 'token',
  },
});

/** A row of Mamba-2's matrix beside a row of softmax attention: the same token reads, by two rules. */
export default function Rows(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, at, layer, ssd, soft }, choose, reset] = useChoices(START);
  const matrixOf = (layer: number, unit: number): AskOfText<HiddenAttention> => {
    return (model, ids, signal) =>
      model.view(ids, { name: 'hidden-attention', layer, options: { unit, only: true } }, { signal });
  };
  const one = useReading('stories-mamba2', text, `${layer} ${ssd}`, matrixOf(layer, ssd));
  const two = useReading('stories-transformer', text, String(soft), matrixOf(SOFT_LAYER, soft));
  const both = one.reading && two.reading && one.reading.tokens.length === two.reading.tokens.length;
  const tokens = (both && one.reading?.tokens) || [];
  const row = at < 0 || at >= tokens.length ? tokens.length - 1 : at;
  const weights = both ? rowOf(one.reading!.result.chosen!, row) : [];
  const shares = both ? rowOf(two.reading!.result.chosen!, row) : [];
  const { sum, size } = totals(weights);
  const number = (v: number) => formatNumber(v, locale, 2);
  return (
    <Figure
      {...props}
      state={stateOf(one.state, two.state, both ? { kind: 'ready' } : { kind: 'loading' })}
      onReset={reset}
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
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value, at: -1 })} />
          <Select
            label={w.reader}
            value={row}
            options={[...tokens.keys()]}
            name={(i) => tokenName(i, tokens[i]!, locale)}
            onChange={(value) => choose({ at: value })}
          />
          <LayerAndHead
            blueprint={one.blueprint}
            layer={layer}
            head={ssd}
            onChange={(l, h) => choose({ layer: l, ssd: h })}
          />
          <Select
            label={w.soft}
            value={soft}
            options={headsOf(two.blueprint?.dims.n_heads)}
            onChange={(value) => choose({ soft: value })}
          />
          <EngineBadge engine={one.engine} />
        </>
      }
    >
      {both && (
        <div className={one.busy || two.busy ? figures.busy : undefined} data-sum={sum} data-size={size}>
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
