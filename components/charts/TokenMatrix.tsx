'use client';
import { useMemo } from 'react';
import type { ScaleKind } from './colour';
import { Heatmap } from './Heatmap';
import type { HeatmapData } from './heatmap-pixels';
import { tokenLabel, tokenName } from './token-text';

export interface TokenMatrixProps {
  /** [T, T] row-major: row = the token that reads, column = the token that is read. */
  readonly values: Float32Array;
  /** One text per token. */
  readonly tokens: readonly string[];
  readonly kind: ScaleKind;
  readonly label: string;
  /** Names of the axes: 'reads', 'is read'. */
  readonly rowAxis: string;
  readonly colAxis: string;
  readonly locale: string;
  readonly domain?: readonly [number, number];
  /** Tensor and indices of a cell. */
  readonly source?: (row: number, col: number) => string;
  /** A token lit from elsewhere: its row. */
  readonly lit?: number | null;
  readonly onHover?: (pair: { readonly row: number; readonly col: number } | null) => void;
  readonly onSelect?: (pair: { readonly row: number; readonly col: number }) => void;
  readonly maxHeight?: number;
  readonly legend?: boolean;
}

/** Who looks at whom: tokens against tokens, in squares, with their words as names. Above the diagonal is the future, which nobody sees. */
export function TokenMatrix(props: TokenMatrixProps) {
  const { values, tokens, locale, lit, source, onHover, onSelect } = props;
  const count = tokens.length;
  // No value above the diagonal: on the scale of magnitudes a 0 would be as dark as a small one.
  const data: HeatmapData = useMemo(
    () => ({
      rows: count,
      cols: count,
      values: values.map((v, i) => (i % count > Math.floor(i / count) ? Number.NaN : v)),
    }),
    [values, count],
  );
  const name = (i: number) => tokenName(i, tokens[i], locale);
  const short = (i: number) => tokenLabel(tokens[i]);
  return (
    <Heatmap
      data={data}
      kind={props.kind}
      label={props.label}
      rowName={name}
      colName={name}
      rowLabel={short}
      colLabel={short}
      rowAxis={props.rowAxis}
      colAxis={props.colAxis}
      locale={locale}
      square="always"
      triangle
      maxHeight={props.maxHeight ?? 640}
      legend={props.legend ?? true}
      has={({ row, col }) => col <= row}
      {...(props.domain ? { domain: props.domain } : {})}
      {...(source ? { source: ({ row, col }) => source(row, col) } : {})}
      {...(lit === undefined || lit === null ? {} : { lit: { row: lit, col: null } })}
      {...(onHover ? { onHover } : {})}
      {...(onSelect ? { onSelect } : {})}
    />
  );
}
