'use client';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { formatNumber } from './format';
import styles from './LineChart.module.css';
import { type ChartScale, makeScale, nearestIndex, pathOf, type Series, spreadLabels } from './line-chart';
import { useSize } from './use-size';

export interface LineChartProps {
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  readonly locale: string;
  readonly xLog?: boolean;
  readonly yLog?: boolean;
  readonly xBase?: number;
  readonly xDomain?: readonly [number, number];
  readonly yDomain?: readonly [number, number];
  readonly yZero?: boolean;
  readonly height?: number;
  readonly formatX?: (x: number) => string;
  readonly formatY?: (y: number) => string;
  /** Vertical marks with a name: a crossover, the training length. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** The x lit from elsewhere, and what tells the others which x is under the pointer. */
  readonly litX?: number | null;
  readonly onHoverX?: (x: number | null) => void;
}

const LABEL_WIDTH = 7;
const TOP = 12;
const BOTTOM = 44;

/** Lines with their names at their ends. The pointer or the left and right arrows read all series at one x. */
export function LineChart(props: LineChartProps) {
  const {
    series,
    xLabel,
    yLabel,
    label,
    locale,
    xLog = false,
    yLog = false,
    height = 260,
    marks = [],
    litX,
    onHoverX,
  } = props;
  const formatX = props.formatX ?? ((v: number) => formatNumber(v, locale));
  const formatY = props.formatY ?? ((v: number) => formatNumber(v, locale));
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const readout = useId();
  const [own, setOwn] = useState<number | null>(null);
  const narrow = width < 480;
  const longest = Math.max(0, ...series.map((s) => s.label.length));
  const margin = { top: TOP, right: narrow ? 8 : Math.min(180, 16 + longest * LABEL_WIDTH), bottom: BOTTOM, left: 56 };
  const { x, y } = useMemo(() => {
    const xs = series.flatMap((s) => Array.from(s.x));
    const ys = series.flatMap((s) =>
      [s.y, s.low ?? [], s.high ?? []].flatMap((a) => Array.from(a as ArrayLike<number>)),
    );
    const right = Math.max(margin.left + 10, width - margin.right);
    return {
      x: makeScale(xs, [margin.left, right], {
        log: xLog,
        base: props.xBase ?? 10,
        count: narrow ? 4 : 7,
        ...(props.xDomain ? { domain: props.xDomain } : {}),
      }),
      y: makeScale(ys, [height - BOTTOM, TOP], {
        log: yLog,
        count: 5,
        zero: props.yZero ?? false,
        ...(props.yDomain ? { domain: props.yDomain } : {}),
      }),
    };
  }, [
    series,
    width,
    height,
    xLog,
    yLog,
    narrow,
    margin.left,
    margin.right,
    props.xBase,
    props.xDomain,
    props.yDomain,
    props.yZero,
  ]);
  const stops = useMemo(
    () =>
      [...new Set(series.flatMap((s) => Array.from(s.x)))].filter((v) => Number.isFinite(x(v))).sort((a, b) => a - b),
    [series, x],
  );
  const at = own ?? litX ?? null;
  const choose = (value: number | null) => {
    setOwn(value);
    onHoverX?.(value);
  };
  const onKey = (event: KeyboardEvent) => {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Escape'].includes(event.key) || stops.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return choose(null);
    const i = at === null ? -1 : nearestIndex(stops, at, xLog);
    const next = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: stops.length - 1 }[event.key]!;
    choose(stops[Math.min(stops.length - 1, Math.max(0, next))]!);
  };
  const readings =
    at === null
      ? []
      : series.map((s) => {
          const i = nearestIndex(s.x, at, xLog);
          return { s, x: s.x[i]!, y: s.y[i]! };
        });
  const ends = series.map((s) => y(s.y[s.y.length - 1] ?? 0));
  const places = spreadLabels(
    ends.map((v) => (Number.isFinite(v) ? v : height - margin.bottom)),
    15,
    margin.top + 4,
    height - margin.bottom,
  );

  return (
    <div className={styles.chart}>
      <div
        ref={frame}
        role="application"
        aria-label={label}
        aria-describedby={readout}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk along the x axis
        tabIndex={0}
        onKeyDown={onKey}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          if (stops.length)
            choose(
              stops.reduce((a, b) =>
                Math.abs(x(b) - (event.clientX - box.left)) < Math.abs(x(a) - (event.clientX - box.left)) ? b : a,
              ),
            );
        }}
        onPointerLeave={() => choose(null)}
      >
        {width > 0 && (
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
            <XAxis scale={x} y={height - margin.bottom} top={margin.top} format={formatX} />
            <YAxis scale={y} x={margin.left} right={width - margin.right} format={formatY} />
            <text
              className={styles.axisLabel}
              x={(margin.left + width - margin.right) / 2}
              y={height - 6}
              textAnchor="middle"
            >
              {xLabel}
            </text>
            <text
              className={styles.axisLabel}
              x={12}
              y={(height - margin.bottom + margin.top) / 2}
              textAnchor="middle"
              transform={`rotate(-90 12 ${(height - margin.bottom + margin.top) / 2})`}
            >
              {yLabel}
            </text>
            {marks.map((m) => (
              <g key={m.label}>
                <line className={styles.mark} x1={x(m.x)} x2={x(m.x)} y1={margin.top} y2={height - margin.bottom} />
                <text className={styles.tick} x={x(m.x) + 4} y={margin.top + 8}>
                  {m.label}
                </text>
              </g>
            ))}
            {series.map((s) => (
              <g key={s.id} stroke={s.colour} fill={s.colour}>
                {s.points ? (
                  Array.from({ length: s.x.length }, (_, i) => (
                    <g key={i}>
                      {s.low && s.high && <line x1={x(s.x[i]!)} x2={x(s.x[i]!)} y1={y(s.low[i]!)} y2={y(s.high[i]!)} />}
                      {Number.isFinite(y(s.y[i]!)) && <circle cx={x(s.x[i]!)} cy={y(s.y[i]!)} r={3} />}
                    </g>
                  ))
                ) : (
                  <path
                    d={pathOf(s, x, y)}
                    fill="none"
                    strokeWidth={1.75}
                    strokeDasharray={s.dashed ? '5 4' : undefined}
                  />
                )}
              </g>
            ))}
            {!narrow &&
              series.map((s, i) => (
                <text
                  key={s.id}
                  className={styles.name}
                  fill={s.colour}
                  x={width - margin.right + 8}
                  y={places[i]! + 4}
                >
                  {s.label}
                </text>
              ))}
            {at !== null && (
              <line className={styles.cross} x1={x(at)} x2={x(at)} y1={margin.top} y2={height - margin.bottom} />
            )}
            {readings.map(
              (r) =>
                Number.isFinite(y(r.y)) && (
                  <circle
                    key={r.s.id}
                    cx={x(r.x)}
                    cy={y(r.y)}
                    r={4}
                    fill="var(--paper)"
                    stroke={r.s.colour}
                    strokeWidth={2}
                  />
                ),
            )}
          </svg>
        )}
      </div>
      <output id={readout} className={styles.readout} aria-live="polite">
        {at === null
          ? narrow &&
            series.map((s) => (
              <span key={s.id}>
                <i style={{ background: s.colour }} />
                {s.label}
              </span>
            ))
          : [
              <b key="x">{`${xLabel} ${formatX(at)}`}</b>,
              ...readings.map((r) => (
                <span key={r.s.id} data-series={r.s.id} data-value={r.y}>
                  <i style={{ background: r.s.colour }} />
                  {`${r.s.label} ${formatY(r.y)}`}
                </span>
              )),
            ]}
      </output>
    </div>
  );
}

function XAxis({
  scale,
  y,
  top,
  format,
}: {
  scale: ChartScale;
  y: number;
  top: number;
  format: (v: number) => string;
}) {
  return (
    <g>
      <line className={styles.axis} x1={scale(scale.domain[0])} x2={scale(scale.domain[1])} y1={y} y2={y} />
      {scale.ticks.map((t) => (
        <g key={t}>
          <line className={styles.grid} x1={scale(t)} x2={scale(t)} y1={top} y2={y} />
          <text className={styles.tick} x={scale(t)} y={y + 16} textAnchor="middle">
            {format(t)}
          </text>
        </g>
      ))}
    </g>
  );
}

function YAxis({
  scale,
  x,
  right,
  format,
}: {
  scale: ChartScale;
  x: number;
  right: number;
  format: (v: number) => string;
}) {
  return (
    <g>
      {scale.ticks.map((t) => (
        <g key={t}>
          <line className={styles.grid} x1={x} x2={right} y1={scale(t)} y2={scale(t)} />
          <text className={styles.tick} x={x - 6} y={scale(t) + 4} textAnchor="end">
            {format(t)}
          </text>
        </g>
      ))}
    </g>
  );
}
