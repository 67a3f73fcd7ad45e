/** Every name that a chapter may use (content/README.md says what each is). Prose imports nothing: this file binds the names. */
import { Cite } from './Cite';
import { Counted } from './Counted';
import { Exercise, Hint, Solution } from './Exercise';
import { Fact } from './Fact';
import { Fig } from './Fig';
import { Measured } from './Measured';
import { Compare, Learn, Note, Recap } from './Parts';
import { Question } from './Question';
import { Sym } from './Sym';
import { Term } from './Term';

export const registry = {
  Cite,
  Compare,
  Counted,
  Exercise,
  Fact,
  Fig,
  Hint,
  Learn,
  Measured,
  Note,
  Predict: (props: Omit<Parameters<typeof Question>[0], 'kind'>) => <Question kind="predict" {...props} />,
  Quiz: (props: Omit<Parameters<typeof Question>[0], 'kind'>) => <Question kind="quiz" {...props} />,
  Recap,
  Solution,
  Sym,
  Term,
} as const;
