'use client';
import type { CSSProperties, ReactNode } from 'react';
import styles from './controls.module.css';
import type { DataAttributes } from './data-attributes';

export interface NumberRowProps extends DataAttributes {
  readonly values: readonly number[];
  /** What each number is, for those who do not see the row. */
  readonly name: (at: number) => string;
  readonly onChange: (values: number[]) => void;
  /** Stands before the row. */
  readonly children?: ReactNode;
  /** Default 1. */
  readonly step?: number;
  readonly min?: number;
  readonly max?: number;
  /** Which numbers are marked. */
  readonly lit?: (at: number) => boolean;
  /** Lays the row out in another way. */
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
}

/** A sequence of numbers to edit, one field each: the inputs of a small system. What is no number counts as 0. */
export function NumberRow(props: NumberRowProps) {
  const { values, name, onChange, children, step = 1, lit, className = styles.row, ...rest } = props;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = props;
  return (
    <div className={className}>
      {children}
      {values.map((value, at) => (
        <input
          key={at}
          type="number"
          {...rest}
          step={step}
          value={value}
          data-lit={lit?.(at) || undefined}
          aria-label={name(at)}
          onChange={(event) => {
            const typed = Math.max(min, Math.min(max, Number(event.target.value) || 0));
            onChange(values.map((old, i) => (i === at ? typed : old)));
          }}
        />
      ))}
    </div>
  );
}
