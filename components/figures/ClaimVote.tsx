'use client';
import { useLocale } from 'next-intl';
import { useId, useState } from 'react';
import { Figure } from '../figure/Figure';
import { writeProgress } from '../prose/progress';
import { useProgress } from '../prose/use-progress';
import { ClaimParts, ClaimQuote, ClaimVerdict } from './ClaimCard';
import { claimWords, modelName, verdictNames } from './claim-words';
import { BALLOT, claimOf, claims, DECK, VERDICTS, type Verdict, voteId } from './claims';
import styles from './claims.module.css';
import type { LiveFigureProps } from './live';
import { fill } from './words';

/** A claim to vote on; the passage and the verdict come after the vote, which is kept with the reader's other answers. */
export default function ClaimVote(props: LiveFigureProps) {
  const locale = useLocale();
  const w = claimWords[locale];
  const name = useId();
  const { answers } = useProgress();
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<Verdict | null>(null);
  const claim = claimOf(DECK[at]!);
  /** What was voted on this claim; undefined before the vote. */
  const voteOn = (n: number): Verdict | undefined => VERDICTS[answers[voteId(n)] ?? -1];
  const vote = voteOn(claim.n);
  const votes = DECK.filter((n) => voteOn(n) !== undefined);
  const same = votes.filter((n) => voteOn(n) === claimOf(n).verdict);
  const go = (to: number) => {
    setAt((to + DECK.length) % DECK.length);
    setChosen(null);
  };
  const again = () => {
    setChosen(null);
    writeProgress((before) => {
      const { [voteId(claim.n)]: _, ...rest } = before.answers;
      return { ...before, answers: rest };
    });
  };
  return (
    <Figure
      {...props}
      onReset={() => go(0)}
      table={() => ({
        columns: ['#', w.model, w.review, w.your, w.verdict],
        rows: votes.map((n) => {
          const c = claims.find((other) => other.n === n)!;
          return [
            n,
            modelName(c.model, locale),
            c.original ?? '',
            verdictNames[voteOn(n)!][locale],
            verdictNames[c.verdict][locale],
          ];
        }),
      })}
      controls={
        <>
          <button type="button" onClick={() => go(at - 1)}>
            {w.previous}
          </button>
          <select aria-label={fill(w.claim, { n: '' }).trim()} value={at} onChange={(e) => go(Number(e.target.value))}>
            {DECK.map((n, i) => (
              <option key={n} value={i}>
                {fill(w.claim, { n })} · {modelName(claimOf(n).model, locale)}
                {voteOn(n) ? ' ·' : ''}
              </option>
            ))}
          </select>
          <button type="button" onClick={() => go(at + 1)}>
            {w.next}
          </button>
        </>
      }
    >
      <ClaimQuote claim={claim} locale={locale} />
      <fieldset className={styles.ballot} disabled={vote !== undefined}>
        <legend>{w.your}</legend>
        {BALLOT.map((verdict) => (
          <label key={verdict}>
            <input
              type="radio"
              name={name}
              value={verdict}
              checked={(vote ?? chosen) === verdict}
              onChange={() => setChosen(verdict)}
            />{' '}
            {verdictNames[verdict][locale]}
          </label>
        ))}
      </fieldset>
      {vote === undefined ? (
        <button
          type="button"
          className={styles.act}
          disabled={chosen === null}
          onClick={() =>
            writeProgress((before) => ({
              ...before,
              answers: { ...before.answers, [voteId(claim.n)]: VERDICTS.indexOf(chosen!) },
            }))
          }
        >
          {w.vote}
        </button>
      ) : (
        <button type="button" className={styles.act} onClick={again}>
          {w.again}
        </button>
      )}
      <div aria-live="polite" data-vote={vote}>
        {vote !== undefined && (
          <>
            <p className={styles.shown}>
              {vote === claim.verdict
                ? w.agree
                : fill(w.differ, { mine: verdictNames[vote][locale], table: verdictNames[claim.verdict][locale] })}
            </p>
            <ClaimVerdict claim={claim} locale={locale} />
            <ClaimParts claim={claim} locale={locale} />
          </>
        )}
      </div>
      <p className={styles.shown}>{fill(w.tally, { votes: votes.length, all: DECK.length, same: same.length })}</p>
    </Figure>
  );
}
