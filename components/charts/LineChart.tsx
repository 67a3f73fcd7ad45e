'use client';
import { useId, useMemo, useRef } from 'react';
import { BOTTOM_SPACE, BottomAxis, LeftAxis, TITLE_SPACE } from './Axes';
import { formatNumber } from './format';
import { moveInList } from './keys';
import styles from './LineChart.module.css';
import {
  bandOf,
  type ChartNote,
  dashOf,
  freeLine,
  nearestIndex,
  pathOf,
  type Series,
  spreadLabels,
  stopsOf,
} from './line-chart';
import { useHeight } from './room';
import { type ChartScale, formatTick, makeScale, roomFor, textWidth } from './scale';
import { useCursor } from './use-cursor';
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
  readonly yBase?: number;
  readonly xDomain?: readonly [number, number];
  readonly yDomain?: readonly [number, number];
  readonly yZero?: boolean;
  /** y counts bytes: ticks at round numbers of KiB, MiB, … */
  readonly yBytes?: boolean;
  readonly height?: number;
  /** Values in the readout and on the axis; on a log axis powers by default. */
  readonly formatX?: (x: number) => string;
  readonly formatY?: (y: number) => string;
  /** Values in the readout, where they read otherwise than on the axis. */
  readonly readY?: (y: number) => string;
  /** Vertical marks with a name: a crossover, the training length. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[];
  /** Points with words beside them. */
  readonly notes?: readonly ChartNote[];
  /** Width to draw at before the page is laid out, so that the chart stands in the static HTML too. */
  readonly firstWidth?: number;
  /** The x lit from elsewhere, and what tells the others which x is under the pointer. */
  readonly litX?: number | null;
  readonly onHoverX?: (x: number | null) => void;
  readonly onSelectX?: (x: number) => void;
}

/** Lines with their names at their ends. The pointer or the left and right arrows read all series at one x. */
export function LineChart(props: LineChartProps) {
  const { series, label, locale, xLog = false, yLog = false, marks = [] } = props;
  const height = useHeight(props.height ?? 260);
  const box = useRef<HTMLDivElement>(null);
  const width = useSize(box).width || (props.firstWidth ?? 0);
  const clip = useId();
  const readX = props.formatX ?? ((v: number) => formatNumber(v, locale));
  const readY = props.readY ?? props.formatY ?? ((v: number) => formatNumber(v, locale));
  const narrow = width < 480;
  const right = Math.min(190, Math.max(...series.map((s) => (s.unnamed ? 0 : textWidth(nameOf(s)))), 0) + 16);

  const { x, y, frame, stops } = useMemo(() => {
    const range: [number, number] = [height - BOTTOM_SPACE, TITLE_SPACE];
    const ys = series.flatMap((s) => [s.y, s.low ?? [], s.high ?? []].flatMap((a) => Array.from(a)));
    const y = makeScale(ys, range, {
      log: yLog,
      base: props.yBase ?? 10,
      count: 5,
      zero: props.yZero ?? false,
      binary: props.yBytes ?? false,
      ...(props.yDomain ? { domain: props.yDomain } : {}),
    });
    const left = roomFor(y.ticks.map((v) => props.formatY?.(v) ?? formatTick(v, y, locale)));
    const frame = {
      left,
      right: Math.max(left + 40, width - (narrow ? 8 : right)),
      top: TITLE_SPACE,
      bottom: height - BOTTOM_SPACE,
    };
    const xs = series.flatMap((s) => Array.from(s.x));
    const x = makeScale(xs, [frame.left, frame.right], {
      log: xLog,
      base: props.xBase ?? 10,
      count: narrow ? 4 : 7,
      nice: false,
      ...(props.xDomain ? { domain: props.xDomain } : {}),
    });
    return { x, y, frame, stops: stopsOf(series, x) };
  }, [
    series,
    width,
    height,
    narrow,
    right,
    locale,
    xLog,
    yLog,
    props.xBase,
    props.yBase,
    props.xDomain,
    props.yDomain,
    props.yZero,
    props.yBytes,
    props.formatY,
  ]);
  const readingsAt = (v: number) =>
    series.map((s) => {
      const i = nearestIndex(s.x, v, xLog);
      // Nothing was measured between measured points: there they say nothing.
      return s.points && s.x[i] !== v ? { s, x: Number.NaN, y: Number.NaN } : { s, x: s.x[i], y: s.y[i] };
    });
  const near = ({ clientX }: { clientX: number }) => {
    if (stops.length === 0) return null;
    const place = clientX - box.current!.getBoundingClientRect().left;
    return stops.reduce((a, b) => (Math.abs(x(b) - place) < Math.abs(x(a) - place) ? b : a));
  };
  const cursor = useCursor<number>({
    locate: near,
    label,
    locale,
    summary: series.map((s) => s.label).join(', '),
    move: (event, at) => {
      const next = moveInList(event, at === null ? null : nearestIndex(stops, at, xLog), stops.length);
      return next === undefined ? undefined : stops[next];
    },
    describe: (v) =>
      [
        `${props.xLabel} ${readX(v)}`,
        ...readingsAt(v)
          .filter((r) => !Number.isNaN(r.x))
          .map((r) => `${nameOf(r.s)} ${readY(r.y)}`),
      ].join(', '),
    ...(props.onHoverX ? { onHover: props.onHoverX } : {}),
    ...(props.onSelectX ? { onSelect: props.onSelectX } : {}),
  });
  const at = cursor.at ?? props.litX ?? null;
  const readings = at === null ? [] : readingsAt(at);
  const named = series.filter((s) => !s.unnamed);
  const ends = named.map((s) => {
    const last = s.y.length - 1;
    return s.y.length > 0 && Number.isFinite(y(s.y[last])) ? y(s.y[last]) : frame.bottom;
  });
  const places = spreadLabels(ends, 15, frame.top + 4, frame.bottom);

  return (
    <div className={styles.chart}>
      <div ref={box} className={styles.frame} {...cursor.props}>
        {width > 0 && (
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <clipPath id={clip}>
              <rect
                x={frame.left - 5}
                y={frame.top - 5}
                width={frame.right - frame.left + 10}
                height={frame.bottom - frame.top + 10}
              />
            </clipPath>
            <BottomAxis
              scale={x}
              frame={frame}
              title={props.xLabel}
              locale={locale}
              {...(props.formatX ? { format: props.formatX } : {})}
            />
            <LeftAxis
              scale={y}
              frame={frame}
              title={props.yLabel}
              locale={locale}
              {...(props.formatY ? { format: props.formatY } : {})}
            />
            {marks.map((m) => {
              const late = x(m.x) > frame.right - 120;
              const place = x(m.x) + (late ? -5 : 5);
              const width = textWidth(m.label);
              const span: [number, number] = late ? [place - width, place] : [place, place + width];
              return (
                <g key={m.label}>
                  <line className={styles.mark} x1={x(m.x)} x2={x(m.x)} y1={frame.top} y2={frame.bottom} />
                  <text
                    className={styles.markName}
                    x={place}
                    y={freeLine(series, x, y, span, frame)}
                    textAnchor={late ? 'end' : 'start'}
                  >
                    {m.label}
                  </text>
                </g>
              );
            })}
            <g clipPath={`url(#${clip})`}>
              {series.map((s) => (
                <g key={s.id} stroke={s.colour} fill={s.colour}>
                  {s.points ? (
                    <Points series={s} x={x} y={y} />
                  ) : (
                    <>
                      {s.low && <path className={styles.band} d={bandOf(s, x, y)} />}
                      <path
                        d={pathOf(s, x, y)}
                        fill="none"
                        strokeWidth={1.75}
                        strokeLinejoin="round"
                        strokeDasharray={dashOf(s)}
                      />
                    </>
                  )}
                </g>
              ))}
            </g>
            {!narrow &&
              named.map((s, i) => (
                <text key={s.id} className={styles.name} fill={s.colour} x={frame.right + 8} y={places[i] + 4}>
                  {nameOf(s)}
                </text>
              ))}
            <Notes notes={props.notes ?? []} x={x} y={y} frame={frame} />
            {at !== null && <line className={styles.cross} x1={x(at)} x2={x(at)} y1={frame.top} y2={frame.bottom} />}
            {readings
              .filter((r) => Number.isFinite(y(r.y)) && Number.isFinite(x(r.x)))
              .map((r) => (
                <circle
                  key={r.s.id}
                  cx={x(r.x)}
                  cy={y(r.y)}
                  r={4}
                  fill="var(--paper)"
                  stroke={r.s.colour}
                  strokeWidth={2}
                />
              ))}
          </svg>
        )}
      </div>
      <div className={styles.readout} aria-hidden="true">
        {at !== null && <b>{`${props.xLabel} ${readX(at)}`}</b>}
        {(at !== null || narrow) &&
          series.map(
            (s, i) =>
              Number.isNaN(readings[i]?.x) || (
                <span key={s.id} data-series={s.id} data-value={readings[i]?.y}>
                  <Swatch series={s} />
                  {readings[i] ? `${nameOf(s)} ${readY(readings[i].y)}` : nameOf(s)}
                </span>
              ),
          )}
      </div>
      {cursor.spoken}
    </div>
  );
}

const nameOf = ({ label, tail }: Series) => (tail ? `${label} ${tail}` : label);

/** Notes at one x stand above one another, each near its point: before it where there is room, as most lines rise behind it. */
function Notes({
  notes,
  x,
  y,
  frame,
}: {
  notes: readonly ChartNote[];
  x: ChartScale;
  y: ChartScale;
  frame: { readonly left: number; readonly top: number; readonly bottom: number };
}) {
  const shown = notes.filter((n) => Number.isFinite(x(n.x)) && Number.isFinite(y(n.y)));
  const places = spreadLabels(
    shown.map((n) => y(n.y) - 6),
    13,
    frame.top + 8,
    frame.bottom - 2,
  );
  return shown.map((n, i) => {
    const left = x(n.x) - 8 - textWidth(n.text) > frame.left;
    return (
      <g key={`${n.x} ${n.y} ${n.text}`}>
        {n.ring && <circle cx={x(n.x)} cy={y(n.y)} r={5} fill="none" stroke="var(--ink)" strokeWidth={1.5} />}
        <text
          className={styles.note}
          fill={n.colour}
          x={x(n.x) + (left ? -8 : 8)}
          y={places[i]}
          textAnchor={left ? 'end' : 'start'}
        >
          {n.text}
        </text>
      </g>
    );
  });
}

/** Measured points with their spread. */
function Points({ series: s, x, y }: { series: Series; x: (v: number) => number; y: (v: number) => number }) {
  return Array.from({ length: s.x.length }, (_, i) => (
    <g key={i}>
      {s.low && s.high && <line x1={x(s.x[i])} x2={x(s.x[i])} y1={y(s.low[i])} y2={y(s.high[i])} />}
      {Number.isFinite(y(s.y[i])) && <circle cx={x(s.x[i])} cy={y(s.y[i])} r={3} stroke="none" />}
    </g>
  ));
}

function Swatch({ series }: { series: Series }) {
  return (
    <svg width={14} height={8} aria-hidden="true">
      {series.points ? (
        <circle cx={7} cy={4} r={3} fill={series.colour} />
      ) : (
        <line x1={0} x2={14} y1={4} y2={4} stroke={series.colour} strokeWidth={2} strokeDasharray={dashOf(series)} />
      )}
    </svg>
  );
}
