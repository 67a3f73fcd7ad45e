import { ForWidths } from './ForWidths';
import styles from './figures.module.css';

/** Named bars with their values: still pictures of bar lists. */
export function BarsStill({
  bars,
  format,
  colour,
}: {
  bars: readonly { label: string; value: number; colour?: string }[];
  format: (v: number) => string;
  /** Of the bars that have none of their own. */
  colour?: string;
}) {
  const most = Math.max(...bars.map(({ value }) => value));
  const draw = (width: number, left: number, right: number) => (
    <svg
      viewBox={`0 0 ${width} ${bars.length * 26 + 4}`}
      className={`${styles.svg} ${styles.still}`}
      aria-hidden="true"
    >
      {bars.map(({ label, value, colour: own }, i) => {
        const length = (value / most) * (width - left - right);
        return (
          <g key={label} transform={`translate(0,${i * 26})`}>
            <text x={left - 8} y={13} dy="0.35em" textAnchor="end" className={styles.label}>
              {label}
            </text>
            <rect x={left} y={4} width={length} height={18} fill={own ?? colour} />
            <text x={left + length + 6} y={13} dy="0.35em" className={styles.tick}>
              {format(value)}
            </text>
          </g>
        );
      })}
    </svg>
  );
  /** On a phone names get the room that the longest needs, at 6.4 a letter. */
  const names = 16 + 6.4 * Math.max(...bars.map(({ label }) => label.length));
  return (
    <ForWidths draw={(width, narrow) => (narrow ? draw(width, Math.min(names, 230), 56) : draw(width, 190, 70))} />
  );
}
