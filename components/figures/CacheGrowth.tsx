'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { formatBytes } from '../charts/format';
import { LineChart } from '../charts/LineChart';
import { seriesTable } from '../charts/tables';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure } from '../figure/Figure';
import { useSession } from '../use-engine';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { stateOf, useFailure, useLive } from './use-live';
import { useWork } from './use-work';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    one: 'One token',
    many: 'Sixteen tokens',
    stop: 'Stop',
    tokens: 'tokens read',
    bytes: 'bytes of memory',
    attention: 'Transformer: KV cache',
    state: 'Mamba: state',
    text: 'The Transformer wrote:',
    more: 'from here on the cache is larger',
    full: 'This is as far as the figure goes. Reset it to start again.',
  },
  es: {
    one: 'Un token',
    many: 'Dieciséis tokens',
    stop: 'Parar',
    tokens: 'tokens leídos',
    bytes: 'bytes de memoria',
    attention: 'Transformer: caché KV',
    state: 'Mamba: estado',
    text: 'El Transformer escribió:',
    more: 'desde aquí la caché es mayor',
    full: 'Hasta aquí llega la figura. Reiníciala para empezar otra vez.',
  },
});

const PROMPT = 'Once upon a time';
const MOST = 240;
/** So many tokens the axis holds from the start: the lines cross before its end. */
const FIRST = 48;

/** Memory that two real models keep while they write: measured in their sessions after every token. */
export default function CacheGrowth(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const t = useTranslations('engine');
  const transformer = useLive('stories-transformer');
  const mamba = useLive('stories-mamba');
  const a = useSession(transformer.engine.model).session;
  const b = useSession(mamba.engine.model).session;
  const [rows, setRows] = useState<{ at: number; cache: number; state: number }[]>([]);
  const [text, setText] = useState('');
  const work = useWork();
  const { busy } = work;

  const measured = () => {
    const sum = (s: NonNullable<typeof a>) => s.status.bytes.fixed + s.status.bytes.cache;
    return { at: a!.status.position, cache: sum(a!), state: sum(b!) };
  };
  const record = () => {
    const row = measured();
    setRows((before) => [...before, row]);
  };
  const start = () =>
    work.start(async () => {
      const { ids } = await a!.model.encode(PROMPT);
      await Promise.all([a!.reset(), b!.reset()]);
      setRows([measured()]);
      setText(PROMPT);
      for (const id of ids) {
        await Promise.all([a!.feed(id), b!.feed(id)]);
        record();
      }
    });
  const more = (count: number) =>
    work.start(async (signal) => {
      for (let i = 0; i < count && !signal.aborted && a!.status.position < MOST; i++) {
        const step = await a!.step({ temperature: 0.7, topP: 0.95, seed: 7 });
        await b!.feed(step.id);
        setText((before) => before + step.text);
        record();
      }
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once both models are there
  useEffect(() => {
    if (a && b) void start();
    return work.stop;
  }, [a, b]);

  const state = useFailure(stateOf(transformer.state, mamba.state), work.error);
  const x = rows.map(({ at }) => at);
  const series = [
    { id: 'cache', label: w.attention, colour: 'var(--sym-attention)', x, y: rows.map((r) => r.cache) },
    { id: 'state', label: w.state, colour: 'var(--sym-h)', x, y: rows.map((r) => r.state) },
  ];
  const last = rows.at(-1);
  const crossing = rows.find(({ cache, state }) => cache > state);
  const full = (last?.at ?? 0) >= MOST;
  return (
    <Figure
      {...props}
      state={state.kind === 'ready' && rows.length === 0 ? { kind: 'loading', what: t('reading') } : state}
      onReset={() => a && b && start()}
      table={() => seriesTable(series, w.tokens, w.bytes)}
      controls={
        <>
          <button type="button" disabled={busy || !last || full} onClick={() => more(1)}>
            {w.one}
          </button>
          <button type="button" disabled={!last || full} onClick={() => (busy ? work.stop() : more(16))}>
            {busy && last ? w.stop : w.many}
          </button>
          <EngineBadge engine={transformer.engine} />
        </>
      }
    >
      <LineChart
        series={series}
        xLabel={w.tokens}
        yLabel={w.bytes}
        label={w.bytes}
        locale={locale}
        yZero
        yBytes
        xDomain={[0, Math.max(FIRST, last?.at ?? 0)]}
        notes={crossing ? [{ x: crossing.at, y: crossing.cache, text: w.more, colour: 'var(--ink)', ring: true }] : []}
        formatY={(v) => formatBytes(v, locale)}
        formatX={(v) => String(Math.round(v))}
      />
      <p className={styles.said} role="status" data-cache={last?.cache} data-state={last?.state}>
        {last && `${w.attention} ${formatBytes(last.cache, locale)} · ${w.state} ${formatBytes(last.state, locale)}`}
      </p>
      <p className={styles.said}>
        {w.text} <span lang="en">{text}</span>
      </p>
      {full && <p className={styles.said}>{w.full}</p>}
    </Figure>
  );
}
