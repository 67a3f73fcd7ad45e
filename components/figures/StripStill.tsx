import { tokenLabel } from '../charts/token-text';
import { ForWidths } from './ForWidths';
import styles from './figures.module.css';

const HEIGHT = 112;

/** Words with two columns each, above and below, both in [0, 1]: what is left or kept, and what is read. */
export function StripStill({
  tokens,
  above,
  below,
  labels,
  colours,
}: {
  tokens: readonly string[];
  above: readonly number[];
  below: readonly number[];
  labels: readonly [string, string];
  colours: readonly [string, string];
}) {
  const draw = (width: number, narrow: boolean) => {
    const perLine = narrow ? 8 : 14;
    const cell = width / perLine;
    /** The two labels stand side by side, or on a phone one below the other. */
    const head = narrow ? 38 : 22;
    const bar = (i: number, v: number, y: number, colour: string) => (
      <rect x={(i % perLine) * cell + 6} y={y} width={cell - 12} height={v} fill={colour} />
    );
    return (
      <svg
        viewBox={`0 0 ${width} ${Math.ceil(tokens.length / perLine) * HEIGHT + head}`}
        className={`${styles.svg} ${styles.still}`}
        aria-hidden="true"
      >
        <text x={6} y={12} fill={colours[0]}>
          ▲ {labels[0]}
        </text>
        <text x={narrow ? 6 : width / 2} y={narrow ? 28 : 12} fill={colours[1]}>
          ▼ {labels[1]}
        </text>
        {tokens.map((token, i) => {
          const top = Math.floor(i / perLine) * HEIGHT + head;
          return (
            <g key={i}>
              {bar(i, 38 * above[i]!, top + 42 - 38 * above[i]!, colours[0])}
              <text x={((i % perLine) + 0.5) * cell} y={top + 56} textAnchor="middle" className={styles.label}>
                {tokenLabel(token)}
              </text>
              {bar(i, 38 * below[i]!, top + 64, colours[1])}
            </g>
          );
        })}
      </svg>
    );
  };
  return <ForWidths draw={draw} />;
}
