'use client';
import { memo, useEffect, useRef } from 'react';
import styles from './RunText.module.css';
import type { RunToken } from './use-first-run';

/**
 * The text token by token: under each, as a bar, what is left of it in the state at the token shown; nothing under those that come later.
 * Pointing at a token shows it, a click holds it.
 */
export function RunText({
  tokens,
  at,
  left,
  writing,
  onPoint,
  onHold,
}: {
  tokens: readonly RunToken[];
  at: number;
  left: readonly (number | null)[];
  writing: boolean;
  onPoint: (index: number | null) => void;
  onHold: (index: number | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const newest = tokens.length - 1;
  // Where the text scrolls (on a phone) the newest token is kept in sight while it is the one shown.
  useEffect(() => {
    if (at === newest) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [at, newest]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div ref={box} data-part="text" className={styles.text} lang="en" tabIndex={0} onPointerLeave={() => onPoint(null)}>
      {tokens.map((token, i) => (
        <Token
          key={i}
          index={i}
          text={token.text}
          given={token.given}
          lit={i === at}
          left={left[i] ?? null}
          onPoint={onPoint}
          onHold={onHold}
        />
      ))}
      {writing && <span className={styles.caret} />}
    </div>
  );
}

const Token = memo(function Token({
  index,
  text,
  given,
  lit,
  left,
  onPoint,
  onHold,
}: {
  index: number;
  text: string;
  given: boolean;
  lit: boolean;
  left: number | null;
  onPoint: (index: number) => void;
  onHold: (index: number) => void;
}) {
  if (text === '') return null;
  // The space before a word is not part of its bar; a line break is shown as one.
  const [, space, word] = /^(\s*)([\s\S]*)$/.exec(text)!;
  return (
    <>
      {space!.includes('\n') ? <br /> : space}
      {word && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the timeline below, which the keyboard moves
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        <span
          className={given ? `${styles.token} ${styles.given}` : styles.token}
          data-lit={lit || undefined}
          data-given={given || undefined}
          data-later={left === null || undefined}
          style={{ '--left': (left ?? 0).toFixed(3) } as React.CSSProperties}
          onPointerEnter={() => onPoint(index)}
          onClick={() => onHold(index)}
        >
          {word}
        </span>
      )}
    </>
  );
});
