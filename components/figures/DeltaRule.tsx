'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { RadioGroup } from '../controls/RadioGroup';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import { words as chartWords, DeltaRuleChart } from './DeltaRuleChart';
import { KEYS, MEMORIES, type MemorySetting, meanError, readings, WRITES } from './delta-rule';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { Sized } from './Sized';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    memory: 'To write',
    write: 'Writes',
    alpha: 'α',
    beta: 'β',
    overlap: 'Overlap of the keys',
    off: 'Off by {e} on average.',
  },
  es: {
    memory: 'Para escribir',
    write: 'Escrituras',
    alpha: 'α',
    beta: 'β',
    overlap: 'Solape de las claves',
    off: 'Error medio: {e}.',
  },
});

export const START: { setting: MemorySetting; upTo: number } = {
  setting: { memory: 'add', alpha: 0.7, beta: 1, overlap: 0 },
  upTo: 3,
};

/** Overwriting one entry of a matrix memory, by four rules. */
export default function DeltaRule(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const names = useWords(chartWords);
  const [{ setting, upTo }, choose, reset] = useChoices(START);
  const change = (part: Partial<MemorySetting>) => choose({ setting: { ...setting, ...part } });
  const { memory, alpha, beta, overlap } = setting;
  const error = meanError(setting, WRITES, upTo);
  const slider = (name: 'alpha' | 'beta' | 'overlap', value: number, max: number, disabled = false) => (
    <Slider
      label={w[name]}
      value={value}
      min={0}
      max={max}
      step={0.05}
      disabled={disabled}
      format={(v) => formatNumber(v, locale)}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({
        columns: ['', ...KEYS.map((key) => names[key])],
        rows: readings(setting, WRITES).map((read, i) => [
          `${names[WRITES[i]!.key]} = ${WRITES[i]!.value}`,
          ...KEYS.map((key) => read[key]),
        ]),
      })}
      controls={
        <>
          <RadioGroup
            label={w.memory}
            value={memory}
            options={MEMORIES}
            name={(name) => names[name]}
            onChange={(name) => change({ memory: name })}
          />
          <Slider
            label={w.write}
            value={upTo + 1}
            min={1}
            max={WRITES.length}
            onChange={(value) => choose({ upTo: value - 1 })}
          />
          {slider('alpha', alpha, 1, memory === 'add' || memory === 'delta')}
          {slider('beta', beta, 2, memory === 'add' || memory === 'fade')}
          {slider('overlap', overlap, 0.9)}
        </>
      }
    >
      <Sized>
        {(width) => (
          <DeltaRuleChart setting={setting} writes={WRITES} upTo={upTo} locale={locale} width={width} named={false} />
        )}
      </Sized>
      <p className={styles.said} role="status" data-error={error}>
        {w.off.replace('{e}', formatNumber(error, locale))}
      </p>
    </Figure>
  );
}
