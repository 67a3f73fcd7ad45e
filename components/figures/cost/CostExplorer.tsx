'use client';
import { useLocale } from 'next-intl';
import { BarList } from '../../charts/BarList';
import { formatBytes, formatSeconds, formatSi } from '../../charts/format';
import { Select } from '../../controls/Select';
import { formatLength } from '../../cost/format-length';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { defineWords, useWords } from '../words';
import { BATCHES, BYTES_COLOURS, billsOf, type Choice, LENGTHS, MODELS } from './cost-explorer';
import { publishedName } from './cost-models';
import { deviceOf } from './roofline-dots';

const words = defineWords({
  en: {
    model: 'Model',
    length: 'Tokens',
    batch: 'Texts',
    bytes: 'Weights',
    bits: '{n} bits',
    part: 'part',
    moved: 'bytes moved for one more token each',
    weights: 'weights',
    state: 'state, in and out',
    cache: 'cache',
    said: 'Work: {reading} to read, {writing} for one more token each. Kept: {kept}. On an A100 at least {time} for the token, {rate} tokens per second in all.',
  },
  es: {
    model: 'Modelo',
    length: 'Tokens',
    batch: 'Textos',
    bytes: 'Pesos',
    bits: '{n} bits',
    part: 'parte',
    moved: 'bytes movidos para un token más de cada uno',
    weights: 'pesos',
    state: 'estado, va y viene',
    cache: 'caché',
    said: 'Trabajo: {reading} para leer, {writing} para un token más de cada uno. Guardado: {kept}. En una A100, el token tarda al menos {time}: {rate} tokens por segundo en total.',
  },
});

const START: Choice = { model: 'llama-3.1-8b', length: 2048, batch: 1, bytes: 2 };

/** Any published model: its four bills, and what its next token is waiting for. */
export default function CostExplorer(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [choice, choose, reset] = useChoices(START);
  const bills = billsOf(choice, deviceOf('a100'));
  const parts = (['weights', 'state', 'cache'] as const).map((id) => ({
    id,
    label: w[id],
    value: bills.moved[id],
    colour: BYTES_COLOURS[id],
  }));
  const pick = <K extends 'length' | 'batch' | 'bytes'>(
    name: K,
    values: readonly number[],
    say: (v: number) => string,
  ) => (
    <Select
      label={w[name]}
      value={choice[name]}
      options={values}
      name={say}
      onChange={(value) => choose({ [name]: value })}
    />
  );
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({ columns: [w.part, w.moved], rows: parts.map(({ label, value }) => [label, value]) })}
      controls={
        <>
          <Select
            label={w.model}
            value={choice.model}
            options={MODELS}
            name={publishedName}
            onChange={(value) => choose({ model: value })}
          />
          {pick('length', LENGTHS, (v) => formatLength(v, locale))}
          {pick('batch', BATCHES, String)}
          {pick('bytes', [4, 2, 1, 0.5], (v) => w.bits.replace('{n}', String(8 * v)))}
        </>
      }
    >
      <BarList bars={parts} label={w.moved} locale={locale} format={(v) => formatBytes(v, locale)} />
      <p className={styles.said} role="status" data-kept={bills.kept} data-seconds={bills.seconds}>
        {w.said
          .replace('{reading}', formatSi(bills.reading, 'FLOP'))
          .replace('{writing}', formatSi(bills.writing, 'FLOP'))
          .replace('{kept}', formatBytes(bills.kept, locale))
          .replace('{time}', formatSeconds(bills.seconds))
          .replace('{rate}', formatSi(choice.batch / bills.seconds, ''))}
      </p>
    </Figure>
  );
}
