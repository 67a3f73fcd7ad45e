'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { writeProgress } from './progress';
import styles from './prose.module.css';
import { useProgress } from './use-progress';

export interface Option {
  readonly text: string;
  readonly right?: boolean;
  /** Why it is right, or what thought leads there and where it goes wrong. */
  readonly why: string;
}

/**
 * A question with one right answer. `predict`: the reader commits before a figure is run; `quiz`: at the end. Every answer is explained.
 * Without scripts all explanations are in a fold below.
 */
export function Question({
  id,
  q,
  options,
  kind,
}: {
  id: string;
  q: string;
  options: readonly Option[];
  kind: 'predict' | 'quiz';
}) {
  const t = useTranslations('book');
  const kept = useProgress().answers[id];
  const [chosen, setChosen] = useState<number | null>(null);
  const name = useId();
  const answer = kept !== undefined && kept < options.length ? kept : null;
  const commit = () => {
    if (chosen === null) return;
    writeProgress((before) => ({ ...before, answers: { ...before.answers, [id]: chosen } }));
  };
  const again = () => {
    setChosen(null);
    writeProgress((before) => {
      const { [id]: _, ...answers } = before.answers;
      return { ...before, answers };
    });
  };
  return (
    <section className={styles.question} id={id} aria-labelledby={`${name}q`}>
      <p className={styles.label}>{t(kind)}</p>
      <fieldset disabled={answer !== null}>
        <legend id={`${name}q`}>{q}</legend>
        {options.map((option, i) => (
          <label
            key={i}
            data-state={answer === null ? undefined : option.right ? 'right' : i === answer ? 'wrong' : 'other'}
          >
            <input
              type="radio"
              name={name}
              value={i}
              checked={(answer ?? chosen) === i}
              onChange={() => setChosen(i)}
            />
            <span>{option.text}</span>
          </label>
        ))}
      </fieldset>
      <div aria-live="polite">
        {answer !== null && (
          <div className={styles.verdict}>
            <p>
              <strong>{t(options[answer]!.right ? 'right' : 'wrong')}</strong> {options[answer]!.why}
            </p>
            {!options[answer]!.right && <p>{options.find((option) => option.right)?.why}</p>}
          </div>
        )}
      </div>
      {answer === null ? (
        <button type="button" onClick={commit} disabled={chosen === null}>
          {t(kind === 'predict' ? 'commit' : 'check')}
        </button>
      ) : (
        <button type="button" onClick={again}>
          {t('answerAgain')}
        </button>
      )}
      <noscript>
        <details>
          <summary>{t('answers')}</summary>
          <ul>
            {options.map((option, i) => (
              <li key={i}>
                {option.text}: {option.right ? t('right') : t('wrong')} {option.why}
              </li>
            ))}
          </ul>
        </details>
      </noscript>
    </section>
  );
}
