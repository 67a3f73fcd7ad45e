'use client';
import { type ReactNode, useId } from 'react';
import styles from './controls.module.css';

export interface RadioGroupProps<T extends string> {
  readonly label: ReactNode;
  readonly value: T;
  readonly options: readonly T[];
  /** How an option reads. Default: as it is. */
  readonly name?: (option: T) => ReactNode;
  readonly onChange: (option: T) => void;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}

/** One of a few values, all of them in view. */
export function RadioGroup<T extends string>(props: RadioGroupProps<T>) {
  const { label, value, options, name = String, onChange, disabled, className = styles.group } = props;
  const group = useId();
  return (
    <fieldset className={className} disabled={disabled}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option}>
          <input
            type="radio"
            name={group}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
          />{' '}
          {name(option)}
        </label>
      ))}
    </fieldset>
  );
}
