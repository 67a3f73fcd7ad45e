'use client';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';
import { formatNumber } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { RadioGroup } from '../controls/RadioGroup';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import type { LiveFigureProps } from './live';
import { words as chartWords, OneStepChart } from './OneStepChart';
import { exactArea, ruleArea, STEP_RULES, type Step, type StepRule, stepError } from './one-step';
import { Sized } from './Sized';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: { rule: 'Rule', step: 'Δ', lambda: 'λ', error: 'error of one step', area: 'area', exact: 'exact' },
  es: { rule: 'Regla', step: 'Δ', lambda: 'λ', error: 'error de un paso', area: 'área', exact: 'exacta' },
});

export const START: { rule: StepRule; at: Step } = { rule: 'euler', at: { A: -1, step: 1, lambda: 0.5 } };
const COLOURS: Readonly<Record<StepRule, string>> = {
  zoh: 'var(--sym-A)',
  euler: 'var(--sym-delta)',
  trapezoid: 'var(--sym-h)',
};
const STEPS = Array.from({ length: 19 }, (_, i) => 2 ** (-6 + i / 3));

/** One step under three rules: the area that each takes, and the error of each against Δ. */
export default function OneStep(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [{ rule, at }, choose, reset] = useChoices(START);
  const series = useMemo(
    () =>
      STEP_RULES.map((name) => ({
        id: name,
        label:
          name === 'zoh' ? 'ZOH' : name === 'euler' ? 'Mamba-1, 2' : `Mamba-3, λ = ${formatNumber(at.lambda, locale)}`,
        colour: COLOURS[name],
        x: STEPS,
        y: STEPS.map((step) => stepError(name, { ...at, step })),
        dashed: name !== rule,
      })),
    [at, rule, locale],
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: [w.rule, w.area, w.exact, w.error],
        rows: STEP_RULES.map((name) => [names[name], ruleArea(name, at), exactArea(at), stepError(name, at)]),
      })}
      controls={
        <>
          <RadioGroup
            label={w.rule}
            value={rule}
            options={STEP_RULES}
            name={(name) => names[name]}
            onChange={(name) => choose({ rule: name })}
          />
          <Slider
            label={w.step}
            value={at.step}
            min={0.1}
            max={1}
            step={0.05}
            format={(v) => formatNumber(v, locale)}
            onChange={(value) => choose({ at: { ...at, step: value } })}
          />
          <Slider
            label={w.lambda}
            value={at.lambda}
            min={0}
            max={1}
            step={0.05}
            disabled={rule !== 'trapezoid'}
            format={(v) => formatNumber(v, locale)}
            onChange={(value) => choose({ at: { ...at, lambda: value } })}
          />
        </>
      }
    >
      <div data-taken={ruleArea(rule, at)}>
        <Sized>{(width) => <OneStepChart rule={rule} at={at} locale={locale} width={width} named={false} />}</Sized>
      </div>
      <LineChart
        series={series}
        xLog
        yLog
        xLabel={w.step}
        yLabel={w.error}
        label={w.error}
        locale={locale}
        height={220}
        marks={[{ x: at.step, label: `Δ = ${formatNumber(at.step, locale)}` }]}
        formatX={(v) => formatNumber(v, locale, 2)}
      />
    </Figure>
  );
}
