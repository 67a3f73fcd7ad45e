'use client';
import type { DataAttributes } from './data-attributes';

export interface RangeProps extends DataAttributes {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Default 1. */
  readonly step?: number;
  /** The value as it is read aloud, with its unit. Default: the number. */
  readonly format?: (value: number) => string;
  readonly onChange: (value: number) => void;
  readonly disabled?: boolean;
  readonly id?: string;
  readonly className?: string | undefined;
  /** Its name, where no label stands beside it. */
  readonly 'aria-label'?: string;
}

/** The bare slider: a number in, a number out. Arrows, page keys, Home and End come with the element. `Slider` has the label and the value. */
export function Range({ step = 1, format = String, onChange, ...rest }: RangeProps) {
  return (
    <input
      type="range"
      {...rest}
      step={step}
      aria-valuetext={format(rest.value)}
      onChange={(event) => onChange(Number(event.target.value))}
    />
  );
}
