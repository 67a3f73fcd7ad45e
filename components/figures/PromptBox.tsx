'use client';
import { useId } from 'react';
import styles from './figures.module.css';

/** The text that a figure's model reads; the reader may write another. */
export function PromptBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  return (
    <p className={styles.prompt}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        maxLength={300}
        value={value}
        spellCheck={false}
        onChange={(e) => onChange(e.target.value)}
      />
    </p>
  );
}
