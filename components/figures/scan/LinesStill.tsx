import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { spreadLabels } from '../../charts/line-chart';
import figures from '../figures.module.css';

export interface StillLine {
  readonly label: string;
  readonly colour: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly dashed?: boolean;
}

const [W, H, LEFT, RIGHT, BOTTOM] = [576, 240, 56, 110, 34];

/** Lines with their names at their ends: still pictures of line charts. */
export function LinesStill({
  lines,
  xTicks,
  yTicks,
  xLabel,
  yLabel,
  log = false,
  format = String,
}: {
  lines: readonly StillLine[];
  xTicks: readonly number[];
  yTicks: readonly number[];
  xLabel: string;
  yLabel: string;
  log?: boolean;
  format?: (v: number) => string;
}) {
  const all = (axis: 'x' | 'y') => lines.flatMap((l) => l[axis]);
  const scale = (values: readonly number[], range: [number, number]) =>
    (log ? scaleLog() : scaleLinear()).domain([Math.min(...values), Math.max(...values)]).range(range);
  const x = scale([...all('x'), ...xTicks], [LEFT, W - RIGHT]);
  const y = scale([...all('y'), ...yTicks], [H - BOTTOM, 22]);
  const names = spreadLabels(
    lines.map((l) => y(l.y.at(-1)!)),
    15,
    22,
    H - BOTTOM,
  );
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={figures.svg} aria-hidden="true">
      {yTicks.map((v) => (
        <g key={v}>
          <line x1={LEFT} x2={W - RIGHT} y1={y(v)} y2={y(v)} stroke="var(--rule)" />
          <text x={LEFT - 6} y={y(v)} dy="0.35em" textAnchor="end" className={figures.tick}>
            {format(v)}
          </text>
        </g>
      ))}
      {xTicks.map((v) => (
        <text key={v} x={x(v)} y={H - BOTTOM + 16} textAnchor="middle" className={figures.tick}>
          {format(v)}
        </text>
      ))}
      <text x={W - RIGHT} y={H - 2} textAnchor="end" className={figures.label}>
        {xLabel}
      </text>
      <text x={LEFT - 6} y={10} className={figures.label}>
        {yLabel}
      </text>
      {lines.map(({ label, colour, dashed, ...l }, i) => (
        <g key={label}>
          <path
            d={
              line<number>(
                (_, at) => x(l.x[at]!),
                (v) => y(v),
              )([...l.y]) ?? ''
            }
            fill="none"
            stroke={colour}
            strokeWidth="2"
            strokeDasharray={dashed ? '5 4' : undefined}
          />
          <text x={W - RIGHT + 8} y={names[i]} dy="0.35em" fill={colour}>
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}
