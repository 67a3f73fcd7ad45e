import { useLocale } from 'next-intl';
import { formatCount, formatNumber } from '../charts/format';
import { pathOf } from '../charts/line-chart';
import { makeScale } from '../charts/scale';
import type { LossFigureProps } from './LossFigure';
import styles from './models.module.css';

const W = 576;
const H = 220;

/** The loss curve for readers without script, and until the chart is there: first and last values are written at the ends. */
export function LossStill({ title, caption, series, xLabel, yLabel }: LossFigureProps) {
  const locale = useLocale();
  const xs = series.flatMap((s) => Array.from(s.x));
  const ys = series.flatMap((s) => Array.from(s.y));
  const x = makeScale(xs, [40, W - 130], { nice: false });
  const y = makeScale(ys, [H - 28, 24], {});
  const last = Math.max(...xs);
  return (
    <figure className={styles.still}>
      <p className={styles.stillTitle}>{title}</p>
      <svg viewBox={`0 0 ${W} ${H}`} aria-hidden="true">
        <text x={0} y={12}>
          {yLabel}
        </text>
        {y.ticks.map((v) => (
          <text key={v} x={32} y={y(v)} dy="0.35em" textAnchor="end">
            {formatNumber(v, locale)}
          </text>
        ))}
        {series.map((s) => (
          <g key={s.id}>
            <path d={pathOf(s, x, y)} fill="none" stroke={s.colour} strokeWidth="2" />
          </g>
        ))}
        <text x={x(last)} y={H - 8} textAnchor="end">
          {formatCount(last, locale)} {xLabel}
        </text>
      </svg>
      <p className={styles.note}>
        {series.map((s, i) => (
          <span key={s.id}>
            {i > 0 && ' · '}
            <span style={{ color: s.colour }}>●</span> {s.label}: {formatNumber(s.y[0]!, locale)} →{' '}
            {formatNumber(s.y[s.y.length - 1]!, locale)}
          </span>
        ))}
      </p>
      <figcaption className={styles.note}>{caption}</figcaption>
    </figure>
  );
}
