'use client';
import { Fragment, type KeyboardEvent, memo, useCallback, useRef, useState } from 'react';
import { formatNumber } from './format';
import { moveInList } from './keys';
import styles from './TokenStrip.module.css';
import { fullOf, stripeShares, verticalNeighbour } from './token-strip';
import { tokenLabel, tokenName } from './token-text';
import { wordsOf } from './words';

export interface Stripe {
  /** What the values are, with unit: 'surprise (bits)'. */
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly colour: string;
  /** The value of a full stripe; the largest of the text by default. */
  readonly max?: number;
  /** How a value reads. Default: three significant digits. */
  readonly format?: (value: number) => string;
}

export interface TokenStripProps {
  readonly tokens: readonly string[];
  readonly label: string;
  readonly locale: string;
  /** One number per token, drawn as columns over and under the words. */
  readonly above?: Stripe;
  readonly below?: Stripe;
  /** The token at which the model stands: those after it are not yet read. */
  readonly at?: number | null;
  /** The token lit from elsewhere. */
  readonly lit?: number | null;
  /** Columns three times as tall and as wide as the word: where the columns are the point, not the text. */
  readonly tall?: boolean;
  /** Tokens from here on were made by the model. */
  readonly madeFrom?: number;
  readonly onHover?: (token: number | null) => void;
  readonly onSelect?: (token: number) => void;
}

/** A text as its tokens, with what each did to the model. Arrows walk along and between the lines, enter or a click goes to a token. */
export function TokenStrip(props: TokenStripProps) {
  const { tokens, label, locale, above, below, at = null, lit = null, madeFrom = Infinity, onHover, onSelect } = props;
  const list = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const shares = [above, below].map((s) => s && stripeShares(s.values, s.max));
  const stop = Math.min(tokens.length - 1, focus ?? at ?? 0);
  const cells = () => [...list.current!.querySelectorAll<HTMLElement>('[role=option]')];
  const hover = useRef(onHover);
  hover.current = onHover;
  const tell = useCallback((i: number | null) => {
    setPointed(i);
    hover.current?.(i);
  }, []);
  const onKey = (event: KeyboardEvent) => {
    const boxes = () =>
      cells().map((c) => ({ left: c.offsetLeft, right: c.offsetLeft + c.offsetWidth, top: c.offsetTop }));
    let next: number | undefined;
    if (event.key === 'ArrowUp') next = verticalNeighbour(boxes(), stop, -1);
    else if (event.key === 'ArrowDown') next = verticalNeighbour(boxes(), stop, 1);
    else next = moveInList(event, stop, tokens.length);
    if (next !== undefined) {
      setFocus(next);
      tell(next);
      cells()[next]?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && onSelect) onSelect(stop);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const read = (stripe: Stripe, value: number) => stripe.format?.(value) ?? formatNumber(value, locale);
  const value = (stripe: Stripe | undefined, i: number) =>
    stripe && Number.isFinite(stripe.values[i]) ? `${stripe.label} ${read(stripe, stripe.values[i])}` : null;
  const said = (i: number) =>
    [tokenName(i, tokens[i], locale), value(above, i), value(below, i)].filter((s) => s !== null).join(', ');
  /** What its columns are and how much the tallest is. */
  const legend = (stripe: Stripe) => {
    const full = fullOf(stripe.values, stripe.max);
    return full > 0 ? `${stripe.label}, ${wordsOf(locale).upTo(read(stripe, full))}` : stripe.label;
  };
  const shown = pointed ?? lit ?? at;
  return (
    <div>
      <div
        ref={list}
        className={styles.strip}
        data-tall={props.tall || undefined}
        role="listbox"
        aria-label={label}
        onKeyDown={onKey}
        onPointerLeave={() => tell(null)}
        onClick={(event) => {
          const token = (event.target as Element).closest<HTMLElement>('[role=option]')?.dataset.token;
          if (token !== undefined) onSelect?.(Number(token));
        }}
        onBlur={() => setPointed(null)}
      >
        {tokens.map((text, i) => (
          <Fragment key={i}>
            <Cell
              index={i}
              text={text}
              said={said(i)}
              state={[
                i === at && styles.at,
                i === (pointed ?? lit) && styles.lit,
                at !== null && i > at && styles.later,
                i >= madeFrom && styles.made,
              ]
                .filter(Boolean)
                .join(' ')}
              selected={i === at}
              stop={i === stop}
              above={shares[0] && heightOf(shares[0][i]!)}
              aboveColour={above?.colour}
              below={shares[1] && heightOf(shares[1][i]!)}
              belowColour={below?.colour}
              onFocus={setFocus}
              onPoint={tell}
            />
            {text.includes('\n') && <span className={styles.break} role="presentation" />}
          </Fragment>
        ))}
      </div>
      <div className={styles.readout} aria-hidden="true">
        {shown !== null && tokens[shown] !== undefined && <b>{tokenName(shown, tokens[shown], locale)}</b>}
        {[above, below].map(
          (stripe) =>
            stripe && (
              <span
                key={stripe.label}
                data-value={shown !== null && Number.isFinite(stripe.values[shown]) ? stripe.values[shown] : undefined}
              >
                <i style={{ background: stripe.colour }} />
                {(shown !== null && value(stripe, shown)) || legend(stripe)}
              </span>
            ),
        )}
      </div>
    </div>
  );
}

/** Height of a column, in whole percent: what cannot be seen need not be drawn again. */
const heightOf = (share: number) => Math.round(100 * share);

interface CellProps {
  readonly index: number;
  readonly text: string;
  readonly said: string;
  /** Classes of what it is at the moment. */
  readonly state: string;
  readonly selected: boolean;
  /** It is the one that takes the focus. */
  readonly stop: boolean;
  readonly above: number | undefined;
  readonly aboveColour: string | undefined;
  readonly below: number | undefined;
  readonly belowColour: string | undefined;
  readonly onFocus: (token: number) => void;
  readonly onPoint: (token: number) => void;
}

/** One token. Rendered again only when something of its own changes: a text grows by one token, not by all of them. */
const Cell = memo(function Cell(props: CellProps) {
  const { index, text, said, state, selected, stop, above, aboveColour, below, belowColour, onFocus, onPoint } = props;
  return (
    <div
      className={[styles.cell, state, /^\s/.test(text) && styles.apart].filter(Boolean).join(' ')}
      role="option"
      aria-selected={selected}
      aria-label={said}
      tabIndex={stop ? 0 : -1}
      data-token={index}
      onFocus={() => onFocus(index)}
      onPointerEnter={() => onPoint(index)}
    >
      {above !== undefined && <Column height={above} colour={aboveColour!} />}
      <span className={styles.word} data-picture>
        {tokenLabel(text)}
      </span>
      {below !== undefined && <Column height={below} colour={belowColour!} below />}
    </div>
  );
});

function Column({ height, colour, below = false }: { height: number; colour: string; below?: boolean }) {
  return (
    <span className={below ? `${styles.stripe} ${styles.below}` : styles.stripe}>
      <i data-picture style={{ background: colour, height: `${height}%` }} />
    </span>
  );
}
