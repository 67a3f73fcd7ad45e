'use client';
import type { ReactNode } from 'react';
import type { DataAttributes } from './data-attributes';

export interface NumberFieldProps extends DataAttributes {
  readonly label: ReactNode;
  /** null while there is nothing to count. */
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A whole number between two bounds, behind its label. */
export function NumberField({ label, value, min, max, onChange, ...rest }: NumberFieldProps) {
  return (
    <label>
      <span>{label}</span>{' '}
      <input
        type="number"
        {...rest}
        value={value ?? ''}
        disabled={value === null}
        min={min}
        max={max}
        onChange={(event) => onChange(wholeWithin(event.target.value, min, max))}
      />
    </label>
  );
}

/** What was typed as a whole number within the bounds; the lowest if it is no number. */
export function wholeWithin(typed: string, min: number, max: number): number {
  const value = Math.floor(Number(typed));
  return Number.isNaN(value) || typed.trim() === '' ? min : Math.min(max, Math.max(min, value));
}
