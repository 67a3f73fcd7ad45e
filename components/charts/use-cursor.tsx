'use client';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useState } from 'react';
import styles from './cursor.module.css';
import { wordsOf } from './words';

export interface CursorOptions<T> {
  /** What the chart shows: its accessible name. */
  readonly label: string;
  /** Its content in a sentence, read after the name. */
  readonly summary?: string;
  readonly locale: string;
  /** Where a key leads; undefined leaves the key to the page. */
  readonly move: (event: KeyboardEvent, at: T | null) => T | undefined;
  /** What is said of a place when a key leads there. */
  readonly describe: (at: T) => string;
  /** The place under a point of the screen. */
  readonly locate: (event: { readonly clientX: number; readonly clientY: number }) => T | null;
  readonly same?: (a: T, b: T) => boolean;
  readonly onHover?: (at: T | null) => void;
  readonly onSelect?: (at: T) => void;
}

export interface Cursor<T> {
  /** The place under the pointer, else the one last chosen by key or click. */
  readonly at: T | null;
  /** For the element that takes the focus and the pointer. */
  readonly props: {
    readonly role: 'application';
    readonly tabIndex: 0;
    readonly 'aria-label': string;
    readonly 'aria-describedby': string;
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onPointerMove: (event: MouseEvent) => void;
    readonly onPointerLeave: () => void;
    readonly onClick: (event: MouseEvent) => void;
  };
  /** Text that only a screen reader meets; render it inside the chart. */
  readonly spoken: ReactNode;
}

/**
 * One place of a chart, chosen by pointer or by key. Keys are spoken, the pointer is not: a screen reader must not chatter while a mouse
 * crosses the page. Escape gives the choice up.
 */
export function useCursor<T>(options: CursorOptions<T>): Cursor<T> {
  const { label, summary, locale, move, describe, onHover, onSelect } = options;
  const id = useId();
  const [chosen, setChosen] = useState<T | null>(null);
  const [pointed, setPointed] = useState<T | null>(null);
  const [said, setSaid] = useState('');
  const same = options.same ?? Object.is;
  const at = pointed ?? chosen;
  const tell = (next: T | null) => {
    if (next === at || (next !== null && at !== null && same(next, at))) return;
    onHover?.(next);
  };
  const point = (next: T | null) => {
    tell(next ?? chosen);
    if (!(next !== null && pointed !== null && same(next, pointed))) setPointed(next);
  };
  return {
    at,
    props: {
      role: 'application',
      tabIndex: 0,
      'aria-label': label,
      'aria-describedby': id,
      onPointerMove: (event) => point(options.locate(event)),
      onPointerLeave: () => point(null),
      // A click keeps the place after the pointer has gone: on a touch screen it is the only way to read one.
      onClick(event) {
        const next = options.locate(event);
        setChosen(next);
        if (next !== null) onSelect?.(next);
      },
      onKeyDown(event) {
        if (event.altKey) return;
        const next = move(event, at);
        if (next !== undefined) {
          tell(next);
          setPointed(null);
          setChosen(next);
          setSaid(describe(next));
        } else if ((event.key === 'Enter' || event.key === ' ') && at !== null && onSelect) onSelect(at);
        else if (event.key === 'Escape' && chosen !== null) {
          tell(null);
          setPointed(null);
          setChosen(null);
          setSaid('');
        } else return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
    spoken: (
      <>
        <span id={id} className={styles.spoken}>
          {[summary, wordsOf(locale).arrows].filter(Boolean).join('. ')}
        </span>
        <span className={styles.spoken} aria-live="polite">
          {said}
        </span>
      </>
    ),
  };
}
