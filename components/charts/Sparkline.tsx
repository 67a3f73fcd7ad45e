import { domainOf } from './colour';
import styles from './TensorThumb.module.css';
import { kindOf, sparkPath } from './tensor-picture';

export interface SparklineProps {
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly label?: string;
  readonly domain?: readonly [number, number];
  /** The point under the cursor. */
  readonly at?: number | null;
}

/** A line the size of a word: one number over the tokens. */
export function Sparkline({ values, width, height, colour, label, domain, at }: SparklineProps) {
  const range = domain ?? domainOf(kindOf(values), values);
  const place = (v: number) => height - 1 - ((v - range[0]) / (range[1] - range[0] || 1)) * (height - 2);
  const shown = at !== null && at !== undefined && Number.isFinite(values[at]);
  return (
    <svg
      className={styles.spark}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {range[0] < 0 && <line className={styles.zero} x1={0} x2={width} y1={place(0)} y2={place(0)} />}
      <path d={sparkPath(values, width, height, range)} stroke={colour} strokeWidth={1.25} strokeLinejoin="round" />
      {shown && (
        <circle cx={(at * width) / Math.max(1, values.length - 1)} cy={place(values[at])} r={2.5} fill={colour} />
      )}
    </svg>
  );
}
