'use client';
import { useMemo, useRef } from 'react';
import { BOTTOM_SPACE, BottomAxis, LeftAxis, TITLE_SPACE } from './Axes';
import { colourAt } from './colour';
import { formatNumber } from './format';
import { moveInList } from './keys';
import { useHeight } from './room';
import styles from './Scatter.module.css';
import { formatTick, makeScale, roomFor } from './scale';
import { clusters, nearestPoint, type Point } from './scatter';
import { useCursor } from './use-cursor';
import { useScheme } from './use-scheme';
import { useSize } from './use-size';
import { wordsOf } from './words';

export interface ScatterProps {
  /** In the order in which the arrow keys visit them: that of the text. */
  readonly points: readonly Point[];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly label: string;
  readonly locale: string;
  readonly xLog?: boolean;
  readonly yLog?: boolean;
  readonly xDomain?: readonly [number, number];
  readonly yDomain?: readonly [number, number];
  /** Kinds of points, each with its colour and its shape. Without them the colour is the place in the order. */
  readonly groups?: readonly { readonly label: string; readonly colour: string }[];
  readonly height?: number;
  readonly lit?: number | null;
  readonly onHover?: (index: number | null) => void;
  readonly onSelect?: (index: number) => void;
}

const REACH = 24;
/** The low end of the scale is the page's own colour: the first point starts here, where it can be seen. */
const RECEDE = 0.25;

/** Paths of the shapes of groups, about 8 px across: colour alone does not tell them apart. */
const SHAPES = [
  'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  'M-3.5 -3.5h7v7h-7z',
  'M0 -5l4.6 8h-9.2z',
  'M0 -5l5 5l-5 5l-5 -5z',
];

/** Each token as a point. Pointer and arrows read one point; points that hide each other are counted. */
export function Scatter(props: ScatterProps) {
  const { points, label, locale, groups } = props;
  const height = useHeight(props.height ?? 280);
  const words = wordsOf(locale);
  const scheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const { x, y, frame, placed } = useMemo(() => {
    const y = makeScale(
      points.map((p) => p.y),
      [height - BOTTOM_SPACE, TITLE_SPACE],
      { log: props.yLog ?? false, count: 5, ...(props.yDomain ? { domain: props.yDomain } : {}) },
    );
    const left = roomFor(y.ticks.map((v) => formatTick(v, y, locale)));
    const frame = { left, right: Math.max(left + 40, width - 12), top: TITLE_SPACE, bottom: height - BOTTOM_SPACE };
    const x = makeScale(
      points.map((p) => p.x),
      [frame.left, frame.right],
      { log: props.xLog ?? false, count: width < 480 ? 4 : 7, ...(props.xDomain ? { domain: props.xDomain } : {}) },
    );
    const placed = points.map((p, index) => ({ x: x(p.x), y: y(p.y), index }));
    return { x, y, frame, placed: placed.filter((p) => Number.isFinite(p.x) && Number.isFinite(p.y)) };
  }, [points, width, height, locale, props.xLog, props.yLog, props.xDomain, props.yDomain]);
  const said = (i: number) => {
    const p = points[i];
    const group = p.group === undefined ? '' : `, ${groups?.[p.group]?.label ?? ''}`;
    return `${p.label}${group}: ${props.xLabel} ${formatNumber(p.x, locale)}, ${props.yLabel} ${formatNumber(p.y, locale)}`;
  };
  const order = [0, 0.25, 0.5, 0.75, 1].map((t) => colourAt('magnitude', scheme, RECEDE + (1 - RECEDE) * t));
  const under = (event: { clientX: number; clientY: number }) => {
    const from = box.current!.getBoundingClientRect();
    return nearestPoint(placed, event.clientX - from.left, event.clientY - from.top, REACH);
  };
  const cursor = useCursor<number>({
    locate: under,
    label,
    locale,
    summary: words.values(String(points.length)),
    move: (event, at) => moveInList(event, at, points.length),
    describe: said,
    ...(props.onHover ? { onHover: props.onHover } : {}),
    ...(props.onSelect ? { onSelect: props.onSelect } : {}),
  });
  const at = cursor.at ?? props.lit ?? null;
  const chosen = at === null ? undefined : placed.find((p) => p.index === at);
  const colour = (i: number) => {
    const { group } = points[i];
    if (groups && group !== undefined) return groups[group].colour;
    return colourAt('magnitude', scheme, RECEDE + (1 - RECEDE) * (points.length < 2 ? 1 : i / (points.length - 1)));
  };
  return (
    <div className={styles.chart}>
      <div ref={box} className={styles.frame} {...cursor.props}>
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <BottomAxis scale={x} frame={frame} title={props.xLabel} locale={locale} />
            <LeftAxis scale={y} frame={frame} title={props.yLabel} locale={locale} />
            {placed.map((p) => (
              <path
                key={p.index}
                className={styles.point}
                data-point={p.index}
                d={SHAPES[(points[p.index].group ?? 0) % SHAPES.length]}
                transform={`translate(${p.x} ${p.y})`}
                fill={colour(p.index)}
              />
            ))}
            {clusters(placed).map((c) => (
              <g key={`${c.x},${c.y}`}>
                <circle className={styles.many} cx={c.x} cy={c.y} r={9} />
                <text className={styles.name} x={c.x + 14} y={c.y - 8}>
                  {words.same(String(c.count))}
                </text>
              </g>
            ))}
            {chosen && (
              <>
                <circle className={styles.ring} cx={chosen.x} cy={chosen.y} r={7} />
                <text
                  className={styles.name}
                  x={chosen.x + (chosen.x > frame.right - 100 ? -12 : 12)}
                  y={chosen.y + 4}
                  textAnchor={chosen.x > frame.right - 100 ? 'end' : 'start'}
                >
                  {points[chosen.index].label}
                </text>
              </>
            )}
          </svg>
        )}
      </div>
      <div className={styles.readout} aria-hidden="true">
        {at !== null && points[at] ? (
          <>
            <b>{points[at].label}</b>
            <span data-value={points[at].x}>{`${props.xLabel} ${formatNumber(points[at].x, locale)}`}</span>
            <span data-value={points[at].y}>{`${props.yLabel} ${formatNumber(points[at].y, locale)}`}</span>
          </>
        ) : groups ? (
          groups.map((g, i) => (
            <span key={g.label}>
              <svg width={12} height={12} aria-hidden="true">
                <path d={SHAPES[i % SHAPES.length]} transform="translate(6 6)" fill={g.colour} />
              </svg>
              {g.label}
            </span>
          ))
        ) : (
          <span>
            {words.first}
            <svg width={60} height={12} aria-hidden="true">
              {order.map((fill, i) => (
                <path key={fill} d={SHAPES[0]} transform={`translate(${6 + 12 * i} 6)`} fill={fill} />
              ))}
            </svg>
            {words.last}
          </span>
        )}
      </div>
      {cursor.spoken}
    </div>
  );
}
