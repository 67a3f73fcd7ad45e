'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { NumberRow } from '../controls/NumberRow';
import { RadioGroup } from '../controls/RadioGroup';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { Sized } from './Sized';
import { words as chartWords, SuperpositionChart } from './SuperpositionChart';
import { superposition, UPDATES, type Update, X1, X2 } from './superposition';
import { useChoices } from './use-choices';
import { defineWords, fill, useWords } from './words';

const words = defineWords({
  en: {
    update: 'The new state by',
    input: '{x} at step {t}',
    adds: 'The outputs add up, to rounding: largest difference {gap}.',
    fails: 'The outputs do not add up: largest difference {gap}.',
  },
  es: {
    update: 'El nuevo estado con',
    input: '{x} en el paso {t}',
    adds: 'Las salidas se suman, salvo el redondeo: mayor diferencia {gap}.',
    fails: 'Las salidas no se suman: mayor diferencia {gap}.',
  },
});

/** Width of the names beside the inputs: bars stand under their inputs. */
const LABEL = 20;
const START: { update: Update; x1: readonly number[]; x2: readonly number[] } = { update: 'tanh', x1: X1, x2: X2 };

const SIGNALS = { x1: 'x₁', x2: 'x₂' } as const;

/** Superposition on an exact small system: holds for a linear update with fixed gates, fails with a tanh and with gates that read. */
export default function LinearInTheState(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [state, choose, reset] = useChoices(START);
  const { update, x1, x2 } = state;
  const { added, together, gap } = superposition(x1, x2, update);
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: ['t', 'x₁', 'x₂', names.added, names.together],
        rows: added.map((v, t) => [t, x1[t]!, x2[t]!, v, together[t]!]),
      })}
      controls={
        <RadioGroup
          label={w.update}
          value={update}
          options={UPDATES}
          name={(name) => names[name]}
          onChange={(name) => choose({ update: name })}
        />
      }
    >
      {(['x1', 'x2'] as const).map((name) => (
        <NumberRow
          key={name}
          values={state[name]}
          min={-4}
          max={4}
          name={(t) => fill(w.input, { x: SIGNALS[name], t })}
          onChange={(values) => choose({ [name]: values })}
        >
          <span className={styles.said} style={{ flex: `0 0 ${LABEL}px`, alignSelf: 'center' }}>
            {SIGNALS[name]}
          </span>
        </NumberRow>
      ))}
      <Sized>
        {(width) => (
          <SuperpositionChart
            update={update}
            x1={x1}
            x2={x2}
            locale={locale}
            width={width}
            left={LABEL + 4}
            named={false}
          />
        )}
      </Sized>
      <p className={styles.said} role="status" data-gap={gap}>
        {(gap < 1e-12 ? w.adds : w.fails).replace('{gap}', formatNumber(gap, locale))}
      </p>
    </Figure>
  );
}
