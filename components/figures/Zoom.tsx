'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { RadioGroup } from '../controls/RadioGroup';
import { Slider, StopSlider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';
import { words as chartWords, ZoomChart } from './ZoomChart';
import { error, exact, METHODS, type Method, sampled } from './zoom';

const words = defineWords({
  en: { step: 'Step Δ', decay: 'A', rule: 'Rule', time: 'time', state: 'sampled h', exact: 'exact h' },
  es: { step: 'Paso Δ', decay: 'A', rule: 'Regla', time: 'tiempo', state: 'h muestreado', exact: 'h exacto' },
});

/** Steps that divide a second, so that the held input changes only between samples. */
const STEPS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
const START: { method: Method; A: number; step: number } = { method: 'euler', A: -1.5, step: 1 / 2 };

export default function Zoom(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [state, choose, reset] = useChoices(START);
  const { step } = state;
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.time, w.state, w.exact],
        rows: sampled(state.method, state.A, step, 4).map(({ time, h }) => [time, h, exact(state.A, time)]),
      })}
      controls={
        <>
          <RadioGroup
            label={w.rule}
            value={state.method}
            options={METHODS}
            name={(method) => names[method]}
            onChange={(method) => choose({ method })}
          />
          <StopSlider
            label={w.step}
            value={step}
            stops={STEPS}
            format={(v) => formatNumber(v, locale)}
            onChange={(value) => choose({ step: value })}
          />
          <Slider
            label={<i>{w.decay}</i>}
            value={state.A}
            min={-4}
            max={-0.25}
            step={0.25}
            format={(v) => formatNumber(v, locale)}
            onChange={(value) => choose({ A: value })}
          />
        </>
      }
    >
      <div data-error={error(state.method, state.A, step, 4)}>
        <ZoomChart method={state.method} A={state.A} step={step} locale={locale} />
      </div>
    </Figure>
  );
}
