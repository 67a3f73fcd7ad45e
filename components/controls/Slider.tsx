'use client';
import { type ReactNode, useId } from 'react';
import styles from './controls.module.css';
import { Range, type RangeProps } from './Range';
import { nearestStop } from './stops';

export interface SliderProps extends Omit<RangeProps, 'id' | 'aria-label'> {
  readonly label: ReactNode;
}

/**
 * A number on a slider between its label and its value, which is also what is read aloud. Slider and value stay on one line, unless a class
 * lays out the three. The value stands outside the label, so that the
 * slider's name stays the same while it moves, and is no live region: the slider says each new value itself.
 */
export function Slider({ label, className, ...range }: SliderProps) {
  const id = useId();
  const parts = (
    <>
      <Range id={id} {...range} />{' '}
      <output htmlFor={id} aria-live="off" className={styles.value}>
        {(range.format ?? String)(range.value)}
      </output>
    </>
  );
  return (
    <span className={className}>
      <label htmlFor={id}>{label}</label> {className ? parts : <span className={styles.track}>{parts}</span>}
    </span>
  );
}

export interface StopSliderProps extends Omit<SliderProps, 'min' | 'max' | 'step'> {
  /** The values it can take, in the order of the slider: powers of two, the rows of a table. */
  readonly stops: readonly number[];
}

/** A slider over a list of values, as far apart as they like. A value between two stops is shown as it is; the slider stands at the nearer. */
export function StopSlider({ stops, value, format = String, onChange, ...rest }: StopSliderProps) {
  return (
    <Slider
      {...rest}
      min={0}
      max={stops.length - 1}
      value={nearestStop(stops, value)}
      format={() => format(value)}
      onChange={(at) => onChange(stops[at]!)}
    />
  );
}
