import { memo, useId } from 'react';
import { colourAt, type ScaleKind, type Scheme } from './colour';
import { formatNumber } from './format';
import styles from './Legend.module.css';

export interface LegendProps {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  readonly scheme: Scheme;
  readonly locale: string;
  readonly label: string;
  /** The value under the pointer: a mark on the scale. */
  readonly value?: number | null;
}

const WIDTH = 144;

/** The true range of a colour scale, with 0 where values are signed, and a mark at the value that is being read. */
export function Legend({ kind, domain, scheme, locale, label, value }: LegendProps) {
  const id = useId();
  const [low, high] = domain;
  const ends: [number, number][] = [[low, 0], ...(kind === 'signed' ? [[0, 0.5] as [number, number]] : []), [high, 1]];
  const place = (t: number) => t * WIDTH;
  const anchor = (t: number) => (t === 0 ? 'start' : t === 1 ? 'end' : 'middle');
  const at = value === null || value === undefined ? null : Math.min(1, Math.max(0, (value - low) / (high - low)));
  return (
    <svg
      className={styles.legend}
      width={WIDTH}
      height={30}
      role="img"
      aria-label={`${label}: ${formatNumber(low, locale)} … ${formatNumber(high, locale)}`}
    >
      <Ramp id={id} kind={kind} scheme={scheme} />
      <rect className={styles.ramp} x={0.5} y={4.5} width={WIDTH - 1} height={8} fill={`url(#${id})`} />
      {ends.map(([v, t]) => (
        <text key={t} className={styles.end} x={place(t)} y={26} textAnchor={anchor(t)}>
          {formatNumber(v, locale)}
        </text>
      ))}
      {at !== null && <path className={styles.value} d={`M${place(at)} 13l-4 -11h8z`} />}
    </svg>
  );
}

const STOPS = Array.from({ length: 17 }, (_, i) => i / 16);

/** The scale as a gradient: the same for every range, so that a legend whose numbers change keeps it. */
const Ramp = memo(function Ramp({ id, kind, scheme }: { id: string; kind: ScaleKind; scheme: Scheme }) {
  return (
    <linearGradient id={id}>
      {STOPS.map((t) => (
        <stop key={t} offset={t} stopColor={colourAt(kind, scheme, t)} />
      ))}
    </linearGradient>
  );
});
