'use client';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { type Layout, type PatternProblem, patternProblems } from './design';
import own from './design.module.css';

interface Props {
  readonly layout: Layout;
  /** As it was typed, right or wrong. */
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** The pattern as text. A wrong one is kept as it was typed, and each thing that is wrong with it answered. */
export function DesignPattern({ layout, text, onText }: Props) {
  const t = useTranslations('atlas.design');
  const problems = patternProblems(text, layout);
  const said = useId();
  const say = (problem: PatternProblem): string => {
    if (problem.kind === 'character') return t(`wrong.character.${layout}`, { ...problem });
    if (problem.kind === 'uneven' || problem.kind === 'missing')
      return t(`wrong.${problem.kind}`, { ...problem, kind: t(`kind.${problem.mark}`) });
    return t(`wrong.${problem.kind}`, { ...problem });
  };
  return (
    <div>
      <label className={own.pattern}>
        <span>{t('pattern')}</span>
        <input
          type="text"
          data-control="pattern"
          value={text}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-invalid={problems.length > 0}
          aria-describedby={said}
          onChange={(event) => onText(event.target.value.trim())}
        />
      </label>
      <div id={said} role="status">
        {problems.length === 0 ? (
          <p className={own.note}>{t(`rule.${layout}`)}</p>
        ) : (
          <ul className={own.problems}>
            {problems.map((problem) => (
              <li
                key={`${problem.kind} ${'mark' in problem ? problem.mark : 'at' in problem ? problem.at : ''}`}
                data-problem={problem.kind}
              >
                {say(problem)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
