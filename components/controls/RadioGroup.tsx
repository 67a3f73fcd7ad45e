'use client';
import { type ReactNode, useId } from 'react';
import type { ChoiceProps } from './choice';
import styles from './controls.module.css';

/** One of a few values, all of them in view. */
export function RadioGroup<T extends string>(props: ChoiceProps<T, ReactNode>) {
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
