'use client';
import { writeProgress } from './progress';
import styles from './prose.module.css';
import { useProgress } from './use-progress';

/** The reader's own mark on an exercise. */
export function DoneBox({ id, label }: { id: string; label: string }) {
  const done = useProgress().done.includes(id);
  const toggle = () =>
    writeProgress((before) => ({
      ...before,
      done: before.done.includes(id) ? before.done.filter((other) => other !== id) : [...before.done, id],
    }));
  return (
    <label className={styles.done}>
      <input type="checkbox" checked={done} onChange={toggle} /> {label}
    </label>
  );
}
