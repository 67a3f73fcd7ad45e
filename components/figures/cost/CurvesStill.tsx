import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { spreadLabels } from '../../charts/line-chart';
import styles from '../figures.module.css';

export interface StillLine {
  readonly label: string;
  readonly colour: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Dots in place of a line. */
  readonly points?: boolean;
  readonly dashed?: boolean;
}

const W = 576;
const H = 280;

/** Lines on two logarithmic axes with their names at their ends: the still picture of a curve. */
export function CurvesStill({
  lines,
  xTicks,
  yTicks,
  formatX,
  formatY,
  title,
}: {
  lines: readonly StillLine[];
  xTicks: readonly number[];
  yTicks: readonly number[];
  formatX: (v: number) => string;
  formatY: (v: number) => string;
  /** What the numbers on the left are, where no text says it. */
  title?: string;
}) {
  const [xs, ys] = [lines.flatMap((l) => l.x), lines.flatMap((l) => l.y)];
  const x = scaleLog([Math.min(...xs), Math.max(...xs)], [72, W - 130]);
  const y = scaleLog([Math.min(...ys, ...yTicks), Math.max(...ys, ...yTicks)], [H - 28, 12]);
  const ends = lines.map(({ y: ly }) => y(ly.at(-1)!));
  const named = lines.map((l, i) => (l.points ? -1 : i)).filter((i) => i >= 0);
  const places = spreadLabels(
    named.map((i) => ends[i]!),
    14,
    12,
    H - 28,
  );
  return (
    <svg viewBox={title ? `0 -22 ${W} ${H + 22}` : `0 0 ${W} ${H}`} className={styles.svg} aria-hidden="true">
      {title && (
        <text x={0} y={-8} className={styles.label}>
          {title}
        </text>
      )}
      {yTicks.map((v) => (
        <g key={v}>
          <line x1={72} x2={W - 130} y1={y(v)} y2={y(v)} stroke="var(--rule)" />
          <text x={66} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
            {formatY(v)}
          </text>
        </g>
      ))}
      {lines.map(({ label, colour, x: lx, y: ly, points, dashed }, index) => (
        <g key={label}>
          {points ? (
            lx.map((v, i) => <circle key={v} cx={x(v)} cy={y(ly[i]!)} r={5} fill={colour} />)
          ) : (
            <path
              d={
                line<number>(
                  (v) => x(v),
                  (_, i) => y(ly[i]!),
                )(lx) ?? ''
              }
              fill="none"
              stroke={colour}
              strokeWidth="2"
              strokeDasharray={dashed ? '5 4' : undefined}
            />
          )}
          <text
            x={points ? x(lx.at(-1)!) + 10 : W - 124}
            y={points ? ends[index] : places[named.indexOf(index)]}
            dy={points ? '1.3em' : '0.35em'}
            fill={colour}
          >
            {label}
          </text>
        </g>
      ))}
      {xTicks.map((v) => (
        <text key={v} x={x(v)} y={H - 8} textAnchor="middle" className={styles.tick}>
          {formatX(v)}
        </text>
      ))}
    </svg>
  );
}
