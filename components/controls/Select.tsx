'use client';
import type { ChoiceProps } from './choice';
import type { DataAttributes } from './data-attributes';

/** One of several values, behind its label. */
export function Select<T extends string | number>(props: ChoiceProps<T, string> & DataAttributes) {
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
