'use client';
import type { ChoiceProps } from './choice';
import type { DataAttributes } from './data-attributes';

/** One of several values, behind its label; a dash, and nothing to choose, while there are none. */
export function Select<T extends string | number>(props: ChoiceProps<T, string> & DataAttributes) {
  const { label, options, name = String, onChange, className, ...rest } = props;
  return (
    <label className={className}>
      <span>{label}</span>{' '}
      <select
        {...rest}
        disabled={rest.disabled || options.length === 0}
        onChange={(event) => onChange(options[event.target.selectedIndex]!)}
      >
        {options.length === 0 && <option>–</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {name(option)}
          </option>
        ))}
      </select>
    </label>
  );
}
