'use client';
import type { ReactNode } from 'react';
import styles from './controls.module.css';

export interface CheckGroupProps<T extends string> {
  readonly label: ReactNode;
  /** The chosen ones. */
  readonly value: readonly T[];
  readonly options: readonly T[];
  /** How an option reads. Default: as it is. */
  readonly name?: (option: T) => ReactNode;
  /** The chosen ones in the order of the options. */
  readonly onChange: (value: T[]) => void;
  /** How many must stay chosen. Default 0. */
  readonly least?: number;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** Several of a few values, all of them in view. */
export function CheckGroup<T extends string>(props: CheckGroupProps<T>) {
  const { label, value, options, name = String, onChange, least = 0, disabled, className = styles.group } = props;
  return (
    <fieldset className={className} disabled={disabled}>
      <legend>{label}</legend>
      {options.map((option) => {
        const on = value.includes(option);
        return (
          <label key={option}>
            <input
              type="checkbox"
              value={option}
              checked={on}
              disabled={on && value.length <= least}
              onChange={() => onChange(options.filter((other) => value.includes(other) !== (other === option)))}
            />{' '}
            {name(option)}
          </label>
        );
      })}
    </fieldset>
  );
}
