'use client';
import { useRef } from 'react';
import styles from './BarList.module.css';
import { type Bar, placeBars, shorten } from './bar-list';
import { formatPercent } from './format';
import { moveInList } from './keys';
import { useCursor } from './use-cursor';
import { useSize } from './use-size';
import { wordsOf } from './words';

export interface BarListProps {
  readonly bars: readonly Bar[];
  readonly label: string;
  readonly locale: string;
  /** A CSS colour, by convention a symbol's variable. */
  readonly colour?: string;
  readonly format?: (value: number) => string;
  /** The value of a full bar; the largest of the list by default. */
  readonly max?: number;
  readonly lit?: string | number | null;
  /** What the hollow bars and the filled ones are, where they are no 'before' and 'after'. */
  readonly names?: { readonly before: string; readonly after: string };
  readonly onHover?: (bar: Bar | null) => void;
  readonly onSelect?: (bar: Bar) => void;
}

const ROW = 24;

/** Bars with names on the left and values on the right: the next token's distribution, with the one before a change as hollow bars. */
export function BarList(props: BarListProps) {
  const { bars, label, locale, colour = 'var(--sym-y)' } = props;
  const words = { ...wordsOf(locale), ...props.names };
  const format = props.format ?? ((v: number) => formatPercent(v));
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const changed = bars.some((b) => b.before !== undefined);
  const text = (b: Bar) =>
    b.before === undefined ? format(b.value) : `${format(b.before)} ${props.names ? '·' : '→'} ${format(b.value)}`;
  const places = placeBars(bars, width, bars.map(text), props.max);
  const said = (b: Bar) =>
    b.before === undefined
      ? `${b.label}: ${format(b.value)}`
      : `${b.label}: ${words.before} ${format(b.before)}, ${words.after} ${format(b.value)}`;
  const under = ({ clientY }: { clientY: number }) => {
    const i = Math.floor((clientY - box.current!.getBoundingClientRect().top) / ROW);
    return i >= 0 && i < bars.length ? i : null;
  };
  const cursor = useCursor<number>({
    locate: under,
    label,
    locale,
    summary: bars.slice(0, 3).map(said).join('; '),
    move: (event, at) => moveInList(event, at, bars.length, 'y'),
    describe: (i) => said(bars[i]),
    ...(props.onHover ? { onHover: (i: number | null) => props.onHover?.(i === null ? null : (bars[i] ?? null)) } : {}),
    ...(props.onSelect ? { onSelect: (i: number) => props.onSelect?.(bars[i]) } : {}),
  });
  const isOn = (i: number) => cursor.at === i || (cursor.at === null && bars[i].id === props.lit);
  return (
    <div className={styles.list}>
      <div ref={box} {...cursor.props}>
        {width > 0 && (
          <svg width={width} height={bars.length * ROW} aria-hidden="true">
            {bars.map((b, i) => {
              const y = i * ROW;
              const length = places.length(b.value);
              return (
                <g key={b.id} className={isOn(i) ? styles.on : undefined} data-bar={b.id} data-value={b.value}>
                  <rect className={styles.hit} x={0} y={y} width={width} height={ROW} />
                  <text className={styles.label} x={places.left - 8} y={y + 17} textAnchor="end">
                    {shorten(b.label, (places.left - 15) / 1.1)}
                  </text>
                  <rect
                    className={styles.bar}
                    x={places.left}
                    y={y + 5}
                    width={Math.max(1, length)}
                    height={ROW - 10}
                    fill={b.colour ?? colour}
                    style={{ width: Math.max(1, length) }}
                  />
                  {b.before !== undefined && places.length(b.before) >= 2 && (
                    <rect
                      className={styles.before}
                      x={places.left + 0.5}
                      y={y + 3.5}
                      width={Math.max(1, places.length(b.before))}
                      height={ROW - 8}
                    />
                  )}
                  <text
                    className={styles.value}
                    y={y + 16}
                    style={{
                      transform: `translateX(${places.left + Math.max(length, places.length(b.before ?? 0)) + 6}px)`,
                    }}
                  >
                    {text(b)}
                  </text>
                </g>
              );
            })}
            <line className={styles.base} x1={places.left} x2={places.left} y1={0} y2={bars.length * ROW} />
          </svg>
        )}
      </div>
      {changed && (
        <div className={styles.key} aria-hidden="true">
          <span>
            <svg width={16} height={10} aria-hidden="true">
              <rect className={styles.before} x={0.5} y={0.5} width={15} height={9} />
            </svg>
            {words.before}
          </span>
          <span>
            <svg width={16} height={10} aria-hidden="true">
              <rect width={16} height={10} fill={colour} />
            </svg>
            {words.after}
          </span>
        </div>
      )}
      {cursor.spoken}
    </div>
  );
}
