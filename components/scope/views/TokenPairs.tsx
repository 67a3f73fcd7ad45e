'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Tensor } from '@/engine/tensor';
import { aboutView } from '@/engine/views';
import { domainOf, matrixTable, type ScaleKind, TokenMatrix } from '../../charts';
import { Figure } from '../../figure/Figure';
import { useLabStore } from '../use-lab';
import { rowShares } from './attention';
import { useHere, useViewState } from './use-here';

interface TokenPairsProps {
  readonly view: 'hidden-attention' | 'block-attention' | 'token-influence' | 'ssd-mask';
  readonly values: Tensor | null;
  readonly error: Parameters<ReturnType<typeof useViewState>>[1];
  /** Signed by default: one colour scale for every mixer, so that two layers can be compared by eye. */
  readonly kind?: ScaleKind;
  /** Which of several: 'channel 3', 'L'. */
  readonly of?: string;
  /** A scale shared with other maps; the map's own otherwise. */
  readonly domain?: readonly [number, number];
  /** Rows as shares of what they look at, on the fixed scale from -1 to 1. */
  readonly share?: boolean;
  /** Where a value comes from, for its name in the readout. */
  readonly source?: (row: number, col: number) => string;
  readonly note?: string;
}

/** Tokens against tokens in one frame, whatever the layer: rows read, columns are read. */
export function TokenPairs(props: TokenPairsProps) {
  const { view, values, error, kind = 'signed', of, share = false, note, domain: given } = props;
  const t = useTranslations('lab.attention');
  const store = useLabStore();
  const state = useViewState();
  const { run, locale, text, name, lit, layer } = useHere();
  const about = aboutView(view);
  const count = values?.shape[0] ?? 0;
  // The text may have grown since the matrix was computed.
  const tokens = Array.from({ length: Math.min(count, run?.ids.length ?? 0) }, (_, i) => text(i));
  const whole = values && tokens.length === count ? values : null;
  const data = useMemo(() => whole && (share ? rowShares(whole.data, count) : whole.data), [whole, share, count]);
  const domain = useMemo(
    (): readonly [number, number] => (share ? [-1, 1] : (given ?? domainOf(kind, data ?? []))),
    [share, kind, data, given],
  );
  return (
    <Figure
      name={view}
      title={`${about.title[locale]}: ${t('layer', { layer: String(layer) })}${of ? `, ${of}` : ''}`}
      caption={[about.meaning[locale], note, t('caption')].filter(Boolean).join(' ')}
      state={state(data, error)}
      table={() =>
        matrixTable({ rows: count, cols: count, values: data! }, t('reads'), name, name, (row, col) => col <= row)
      }
    >
      {data && (
        <TokenMatrix
          values={data}
          tokens={tokens}
          kind={kind}
          domain={domain}
          label={about.title[locale]}
          rowAxis={t('reads')}
          colAxis={t('read')}
          locale={locale}
          lit={lit < count ? lit : null}
          maxHeight={560}
          {...(props.source ? { source: props.source } : {})}
          onHover={(pair) => store.light({ token: pair?.col ?? null })}
          onSelect={(pair) => void store.goTo(pair.row)}
        />
      )}
    </Figure>
  );
}
