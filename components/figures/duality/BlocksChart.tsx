import figures from '../figures.module.css';
import styles from './duality.module.css';

/** The triangle of the matrix in blocks: those on the diagonal are worked out as they stand, all the rest goes through a state. */
export function BlocksChart({ T, bounds }: { T: number; bounds: readonly number[] }) {
  const side = 260;
  const at = (t: number) => (t / T) * side;
  const triangle = `0,0 ${side},${side} 0,${side}`;
  const spans = bounds.slice(0, -1).map((from, k) => [from, bounds[k + 1]!] as const);
  return (
    <svg viewBox={`0 0 ${side + 2} ${side + 2}`} className={figures.svg} style={{ maxWidth: 300 }} aria-hidden="true">
      <g className={styles.square} data-block="through">
        {spans.map(([from, to]) => (
          <rect key={from} x={0} y={at(from)} width={at(from)} height={at(to) - at(from)} />
        ))}
      </g>
      <g className={styles.blocks}>
        {spans.map(([from, to]) => (
          <polygon key={from} points={`${at(from)},${at(from)} ${at(to)},${at(to)} ${at(from)},${at(to)}`} />
        ))}
      </g>
      {spans.slice(1).map(([from]) => (
        <path key={from} d={`M0,${at(from)}H${at(from)}V${side}`} className={styles.edge} />
      ))}
      <polygon points={triangle} fill="none" stroke="var(--ink-soft)" />
    </svg>
  );
}
