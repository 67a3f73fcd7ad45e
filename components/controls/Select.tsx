'use client';
import type { ReactNode } from 'react';
import type { DataAttributes } from './data-attributes';

export interface SelectProps<T extends string | number> extends DataAttributes {
  readonly label: ReactNode;
  readonly value: T;
  readonly options: readonly T[];
  /** How an option reads. Default: as it is. */
  readonly name?: (option: T) => string;
  readonly onChange: (option: T) => void;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** One of several values, behind its label. */
export function Select<T extends string | number>(props: SelectProps<T>) {
  const { label, options, name = String, onChange, className, ...rest } = props;
  return (
    <label className={className}>
      <span>{label}</span>{' '}
      <select {...rest} onChange={(event) => onChange(options[event.target.selectedIndex]!)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
