'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { formatPercent, formatSeconds } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import type { Series } from '../../charts/line-chart';
import { seriesTable } from '../../charts/tables';
import { RadioGroup } from '../../controls/RadioGroup';
import { Select } from '../../controls/Select';
import { formatLength } from '../../cost/format-length';
import type { Measured } from '../../cost/measured';
import { useMeasure } from '../../cost/use-measure';
import { useMeasured } from '../../cost/use-measured';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import { useErrorWords } from '../../figure/use-figure-state';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { defineWords, useWords } from '../words';
import { RACERS } from './race';

const words = defineWords({
  en: {
    prefill: 'reading it all',
    decode: 'one more token',
    what: 'Time for',
    start: 'Measure',
    again: 'Measure again',
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Stop',
    longest: 'Up to',
    length: 'tokens',
    seconds: 'time, median',
    empty: 'Press “Measure”: three small models read and write here, in a minute or two.',
    loading: 'Loading the models',
    at: '{model}, {length} tokens · {done} · about {left} left',
    winner: 'At {length} tokens the fastest is {model}: {time}.',
    device: 'Measured on {device}.',
  },
  es: {
    prefill: 'leerlo todo',
    decode: 'un token más',
    what: 'Tiempo para',
    start: 'Medir',
    again: 'Medir otra vez',
    pause: 'Pausar',
    resume: 'Seguir',
    cancel: 'Parar',
    longest: 'Hasta',
    length: 'tokens',
    seconds: 'tiempo, mediana',
    empty: 'Pulsa «Medir»: tres modelos pequeños leen y escriben aquí, en un minuto o dos.',
    loading: 'Cargando los modelos',
    at: '{model}, {length} tokens · {done} · quedan unos {left}',
    winner: 'Con {length} tokens el más rápido es {model}: {time}.',
    device: 'Medido en {device}.',
  },
});

const LONGEST = [128, 256, 512, 1024, 2048];

/** Transformer, Mamba and a hybrid of one size against the length, by the reader's own clock. */
export default function Race(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const engineWords = useTranslations('engine');
  const errors = useErrorWords();
  const [what, setWhat] = useState<'prefill' | 'decode'>('prefill');
  const [longest, setLongest] = useState(512);
  const measuring = useMeasure();
  const { all } = useMeasured(measuring);
  const { phase, measurement, error } = measuring;
  const busy = phase === 'loading' || phase === 'running' || phase === 'paused';
  const series = useMemo(
    () =>
      RACERS.flatMap(({ id, name, colour }): Series[] => {
        const rows = all.find((m: Measured) => m.model === id)?.rows ?? [];
        if (rows.length === 0) return [];
        const seconds = (part: 'median' | 'low' | 'high') => rows.map((row) => row[what][part] / 1000);
        const x = rows.map((row) => row.length);
        return [{ id, label: name, colour, x, y: seconds('median'), low: seconds('low'), high: seconds('high') }];
      }),
    [all, what],
  );
  const best = useMemo(() => {
    const shared = Math.min(...series.map((s) => s.x[s.x.length - 1]!));
    const at = series.map((s) => ({ s, y: s.y[Array.from(s.x).indexOf(shared)] ?? Number.NaN }));
    return series.length === RACERS.length ? { length: shared, ...at.reduce((a, b) => (b.y < a.y ? b : a)) } : null;
  }, [series]);
  const device = all[0];
  return (
    <Figure
      {...props}
      reserve="280px"
      onReset={() => setWhat('prefill')}
      state={series.length > 0 || busy ? { kind: 'ready' } : { kind: 'empty', message: w.empty }}
      table={() => seriesTable(series, w.length, w.seconds)}
      controls={
        <>
          {measuring.loaders}
          <RadioGroup
            label={w.what}
            value={what}
            options={['prefill', 'decode'] as const}
            name={(name) => w[name]}
            onChange={setWhat}
          />
          <Select
            label={w.longest}
            value={longest}
            disabled={busy}
            options={LONGEST}
            name={(length) => formatLength(length, locale)}
            onChange={setLongest}
          />
          {!busy && (
            <button type="button" onClick={() => measuring.start(RACERS, longest)}>
              {series.length > 0 ? w.again : w.start}
            </button>
          )}
          {phase === 'running' && (
            <button type="button" onClick={measuring.pause}>
              {w.pause}
            </button>
          )}
          {phase === 'paused' && (
            <button type="button" onClick={measuring.resume}>
              {w.resume}
            </button>
          )}
          {busy && (
            <button type="button" onClick={measuring.cancel}>
              {w.cancel}
            </button>
          )}
          {measuring.engine && <EngineBadge engine={measuring.engine} />}
        </>
      }
    >
      {series.length > 0 && (
        <LineChart
          series={series}
          xLog
          yLog
          xBase={2}
          xLabel={w.length}
          yLabel={w.seconds}
          label={props.title}
          locale={locale}
          height={280}
          formatX={(v) => formatLength(v, locale)}
          formatY={(v) => formatSeconds(v)}
        />
      )}
      {busy && (
        <p className={styles.said} style={{ minHeight: '1.5em' }}>
          {phase === 'loading' || !measurement?.at
            ? w.loading
            : w.at
                .replace('{model}', RACERS.find((r) => r.id === measurement.at!.subject)!.name)
                .replace('{length}', formatLength(measurement.at.length, locale))
                .replace('{done}', formatPercent(measuring.done))
                .replace('{left}', formatSeconds(Math.max(1, Math.round(measurement.secondsLeft))))}
        </p>
      )}
      {error && <p role="alert">{errors(error).message}</p>}
      <p className={styles.said} role="status" data-phase={phase}>
        {!busy && best && (
          <>
            {w.winner
              .replace('{length}', formatLength(best.length, locale))
              .replace('{model}', best.s.label)
              .replace('{time}', formatSeconds(best.y))}{' '}
            {device &&
              w.device.replace(
                '{device}',
                device.device === 'CPU' ? 'CPU' : `${engineWords(`tier.${device.kind}`)}, ${device.device}`,
              )}
          </>
        )}
      </p>
    </Figure>
  );
}
