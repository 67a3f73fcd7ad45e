'use client';
import { useMemo, useRef } from 'react';
import { BOTTOM_SPACE, BottomAxis, LeftAxis, TITLE_SPACE } from './Axes';
import { formatCount, formatNumber } from './format';
import styles from './Histogram.module.css';
import { binValues } from './histogram';
import { moveInList } from './keys';
import { formatTick, makeScale, roomFor } from './scale';
import { useCursor } from './use-cursor';
import { useSize } from './use-size';
import { wordsOf } from './words';

export interface HistogramProps {
  readonly values: ArrayLike<number>;
  readonly label: string;
  readonly xLabel: string;
  readonly locale: string;
  readonly colour?: string;
  readonly xLog?: boolean;
  readonly domain?: readonly [number, number];
  readonly bins?: number;
  readonly height?: number;
  /** What is counted, the title of the vertical axis. */
  readonly yLabel: string;
  /** Values with a name, as thin lines: the value under another cursor. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
}

/** How values are distributed. Median drawn, mean and range in words; the pointer or the arrows read a bin. */
export function Histogram(props: HistogramProps) {
  const { values, label, locale, xLog = false, height = 200, colour = 'var(--ink-soft)', marks = [] } = props;
  const words = wordsOf(locale);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const bins = useMemo(
    () =>
      binValues(values, {
        log: xLog,
        bins: props.bins ?? 40,
        ...(props.domain ? { domain: props.domain } : {}),
      }),
    [values, xLog, props.bins, props.domain],
  );
  const count = bins.counts.length;
  const lines = [...marks, ...(bins.total ? [{ x: bins.median, label: words.median }] : [])];
  // The names of the lines stand over the bars, one row each.
  const top = TITLE_SPACE + 14 * (lines.length - 1);
  const y = makeScale(bins.counts, [height - BOTTOM_SPACE, top], { zero: true, count: 3 });
  const left = roomFor(y.ticks.map((v) => formatTick(v, y, locale)));
  const frame = { left, right: Math.max(left + 40, width - 8), top, bottom: height - BOTTOM_SPACE };
  const x = makeScale([], [frame.left, frame.right], {
    log: xLog,
    domain: [bins.edges[0], bins.edges[count]],
    count: width < 480 ? 4 : 7,
  });
  const said = (i: number) =>
    `${words.range(formatNumber(bins.edges[i], locale), formatNumber(bins.edges[i + 1], locale))}: ${words.values(formatCount(bins.counts[i], locale))}`;
  const summary = bins.total
    ? `${words.values(formatCount(bins.total, locale))}, ${words.range(formatNumber(bins.low, locale), formatNumber(bins.high, locale))}, ${words.median} ${formatNumber(bins.median, locale)}, ${words.mean} ${formatNumber(bins.mean, locale)}${bins.left ? `, ${words.notFinite(formatCount(bins.left, locale))}` : ''}`
    : words.empty;
  const under = ({ clientX }: { clientX: number }) => {
    const place = clientX - box.current!.getBoundingClientRect().left;
    if (place < frame.left || place > frame.right) return null;
    return Math.min(count - 1, Math.floor(((place - frame.left) / (frame.right - frame.left)) * count));
  };
  const cursor = useCursor<number>({
    locate: under,
    label,
    locale,
    summary,
    move: (event, at) => moveInList(event, at, count),
    describe: said,
  });
  return (
    <div className={styles.chart}>
      <div ref={box} className={styles.frame} {...cursor.props}>
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <LeftAxis scale={y} frame={{ ...frame, top: TITLE_SPACE }} title={props.yLabel} locale={locale} />
            {bins.counts.map((n, i) => {
              const [a, b] = [x(bins.edges[i]), x(bins.edges[i + 1])];
              return (
                <rect
                  key={i}
                  data-bin={i}
                  data-value={n}
                  fill={colour}
                  opacity={cursor.at === null || cursor.at === i ? 1 : 0.5}
                  x={a + 0.5}
                  width={Math.max(1, b - a - 1)}
                  y={y(n)}
                  height={frame.bottom - y(n)}
                />
              );
            })}
            <BottomAxis scale={x} frame={frame} title={props.xLabel} locale={locale} grid={false} />
            {lines
              .filter((m) => Number.isFinite(x(m.x)))
              .map((m, i) => {
                const late = x(m.x) > (frame.left + frame.right) / 2;
                return (
                  <g key={m.label}>
                    <line
                      className={styles.mark}
                      x1={x(m.x)}
                      x2={x(m.x)}
                      y1={TITLE_SPACE + 14 * i - 10}
                      y2={frame.bottom}
                    />
                    <text
                      className={styles.name}
                      x={x(m.x) + (late ? -5 : 5)}
                      y={TITLE_SPACE + 14 * i - 2}
                      textAnchor={late ? 'end' : 'start'}
                    >
                      {`${m.label}: ${formatNumber(m.x, locale)}`}
                    </text>
                  </g>
                );
              })}
          </svg>
        )}
      </div>
      <div className={styles.readout} aria-hidden="true">
        {cursor.at === null ? summary : said(cursor.at)}
      </div>
      {cursor.spoken}
    </div>
  );
}
