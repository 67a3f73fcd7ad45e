import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { formatPercent, formatWhole } from '../charts/format';
import { spreadLabels } from '../charts/line-chart';
import type { Locale } from '../i18n/locales';
import { curvesOf, type Evaluation } from './evaluations';
import { ForWidths } from './ForWidths';
import styles from './figures.module.css';

/** Right answers of task models at every size, with the line of guessing. */
export function CurvesStill({
  evaluation,
  locale,
  unit,
  linear = false,
}: {
  evaluation: Evaluation;
  locale: Locale;
  unit: string;
  linear?: boolean;
}) {
  const curves = curvesOf(evaluation, locale);
  const sizes = [...new Set(curves.flatMap((c) => c.x))].sort((a, b) => a - b);
  const y = scaleLinear([0, 1], [170, 12]);
  const ends = spreadLabels(
    curves.map((c) => y(c.y.at(-1)!)),
    15,
    14,
    168,
  );
  const draw = (width: number, names: number, marked: readonly number[]) => {
    const x = (linear ? scaleLinear : scaleLog)([sizes[0]!, sizes.at(-1)!], [48, width - names]);
    return (
      <svg viewBox={`0 0 ${width} 212`} className={`${styles.svg} ${styles.still}`} aria-hidden="true">
        {[0, 0.5, 1].map((v) => (
          <text key={v} x={40} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
            {formatPercent(v)}
          </text>
        ))}
        <line
          x1={x(sizes[0]!)}
          x2={x(sizes.at(-1)!)}
          y1={y(evaluation.chance)}
          y2={y(evaluation.chance)}
          stroke="var(--ink-soft)"
          strokeDasharray="3 3"
        />
        {curves.map((c, i) => (
          <g key={c.id}>
            <path
              d={
                line<number>(
                  (_, k) => x(c.x[k]!),
                  (v) => y(v),
                )(c.y) ?? ''
              }
              fill="none"
              stroke={c.colour}
              strokeWidth="2"
            />
            <text x={width - names + 8} y={ends[i]} dy="0.35em" fill={c.colour}>
              {c.label}
            </text>
          </g>
        ))}
        {marked.map((v) => (
          <text key={v} x={x(v)} y={188} textAnchor="middle" className={styles.tick}>
            {formatWhole(v, locale)}
          </text>
        ))}
        <text x={width - names} y={206} textAnchor="end" className={styles.tick}>
          {unit}
        </text>
      </svg>
    );
  };
  const some = sizes.length < 6 ? sizes : sizes.filter((_, i) => i % 2 === 0);
  const few = [...new Set([sizes[0]!, sizes[sizes.length >> 1]!, sizes.at(-1)!])];
  return <ForWidths draw={(width, narrow) => (narrow ? draw(width, 148, few) : draw(width, 190, some))} />;
}
