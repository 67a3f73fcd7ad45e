'use client';
import { useLocale } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { WeightFormat } from '@/engine/backend';
import type { EngineError } from '@/engine/errors';
import { weightBytesOf } from '@/engine/session/memory';
import type { LiveModel } from '@/engine/worker/client';
import { formatBytes, formatNumber } from '../../charts/format';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import { useFigureState } from '../../figure/use-figure-state';
import { bundle } from '../../shell/base-path';
import { useEngine } from '../../use-engine';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { useFailure } from '../use-live';
import { defineWords, useWords } from '../words';
import { type Apart, apart, sharedStart } from './two-formats';

const words = defineWords({
  en: {
    text: 'Text',
    second: 'Beside 32 bits:',
    'experts-int8': 'ExpertsInt8',
    int8: 'all int8',
    f16: 'all f16',
    write: 'Write 30 tokens with both',
    format: 'weights',
    bytes: 'bytes',
    widened: '(the CPU widens 16-bit matrices and holds {v})',
    next: 'The next token after the text:',
    logit: 'largest difference of a logit {v}',
    bits: 'the two distributions are {v} bits apart',
    same: 'both hold the same token for the likeliest',
    other: 'they disagree on the likeliest token',
    parts: 'The two texts are the same for {n} of {all} tokens.',
    reading: 'Both are reading.',
  },
  es: {
    text: 'Texto',
    second: 'Junto a 32 bits:',
    'experts-int8': 'ExpertsInt8',
    int8: 'todo int8',
    f16: 'todo f16',
    write: 'Escribir 30 tokens con los dos',
    format: 'pesos',
    bytes: 'bytes',
    widened: '(la CPU ensancha las matrices de 16 bits y ocupa {v})',
    next: 'El token que sigue al texto:',
    logit: 'mayor diferencia de un logit: {v}',
    bits: 'las dos distribuciones distan {v} bits',
    same: 'los dos dan por más probable el mismo token',
    other: 'no coinciden en el token más probable',
    parts: 'Los dos textos coinciden en {n} de {all} tokens.',
    reading: 'Los dos están leyendo.',
  },
});

export const MODEL = 'stories-jamba';
export const START: { text: string; format: WeightFormat } = {
  text: 'Once upon a time, there was a little girl named Lily. One day, she found a red ball in the',
  format: 'experts-int8',
};
const WRITTEN = 30;

async function lastLogits(model: LiveModel, text: string, signal: AbortSignal): Promise<Float32Array> {
  const session = await model.createSession();
  try {
    await session.prefill((await model.encode(text)).ids, {}, { signal });
    return (await session.logits())!;
  } finally {
    session.close();
  }
}

async function writeOn(model: LiveModel, text: string, signal: AbortSignal): Promise<string[]> {
  const session = await model.createSession();
  const pieces: string[] = [];
  try {
    await session.prefill((await model.encode(text)).ids, {}, { signal });
    await session.generate(
      WRITTEN,
      { sampling: { temperature: 0 } },
      { signal, onStep: (step) => void pieces.push(step.text) },
    );
    return pieces;
  } finally {
    session.close();
  }
}

/** A small Jamba in two weight formats: bytes, distance of the next token, and the texts side by side. */
export default function TwoFormats(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, format }, set] = useState(START);
  const engines = [
    useEngine({ source: bundle(MODEL), dtype: 'f32' }),
    useEngine({ source: bundle(MODEL), dtype: format }),
  ] as const;
  const states = [useFigureState(engines[0], locale), useFigureState(engines[1], locale)];
  const [a, b] = [engines[0].model, engines[1].model];
  const [result, setResult] = useState<Apart | null>(null);
  const [written, setWritten] = useState<readonly [string[], string[]] | null>(null);
  const [error, setError] = useState<EngineError | null>(null);
  const control = useRef<AbortController | null>(null);

  const work = async (task: (signal: AbortSignal) => Promise<void>) => {
    control.current?.abort();
    const own = new AbortController();
    control.current = own;
    setError(null);
    try {
      await task(own.signal);
    } catch (thrown) {
      if (!own.signal.aborted) setError(thrown as EngineError);
    }
  };
  useEffect(() => {
    if (!a || !b) return;
    const stop = new AbortController();
    setResult(null);
    setWritten(null);
    const timer = setTimeout(async () => {
      try {
        const found = apart(await lastLogits(a, text, stop.signal), await lastLogits(b, text, stop.signal));
        if (!stop.signal.aborted) setResult(found);
      } catch (thrown) {
        if (!stop.signal.aborted) setError(thrown as EngineError);
      }
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
      control.current?.abort();
    };
  }, [a, b, text]);
  const write = () =>
    work(async (signal) => {
      const texts = [await writeOn(a!, text, signal), await writeOn(b!, text, signal)] as const;
      if (!signal.aborted) setWritten(texts);
    });

  const failure = useFailure(states.find(({ kind }) => kind !== 'ready') ?? { kind: 'ready' }, error);
  const shared = written ? sharedStart(written[0], written[1]) : 0;
  const formats = ['f32', format] as const;
  const bytesOf = [a, b].map((model, i) => (model ? weightBytesOf(model.info.blueprint, formats[i]!) : 0));
  const names = ['f32', format === 'f32' ? 'f32' : w[format]];
  return (
    <Figure
      {...props}
      state={failure}
      reserve="16rem"
      onReset={() => set(START)}
      table={() => ({
        columns: [w.format, w.bytes],
        rows: names.map((name, i) => [name, bytesOf[i]!]),
      })}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => set({ text: value, format })} />
          <fieldset className={styles.choice}>
            <legend>{w.second}</legend>
            {(['experts-int8', 'int8', 'f16'] as const).map((name) => (
              <label key={name}>
                <input
                  type="radio"
                  name="two-formats"
                  checked={format === name}
                  onChange={() => set({ text, format: name })}
                />{' '}
                {w[name]}
              </label>
            ))}
          </fieldset>
          <button type="button" disabled={!result} onClick={() => void write()}>
            {w.write}
          </button>
          <EngineBadge engine={engines[0]} />
        </>
      }
    >
      {a && b && (
        <div className={styles.pair}>
          {[a, b].map((model, i) => (
            <div key={i}>
              <p className={styles.said}>
                <b>{names[i]}</b> · <span data-bytes={bytesOf[i]}>{formatBytes(bytesOf[i]!, locale)}</span>
                {model.info.weightBytes !== bytesOf[i] &&
                  ` ${w.widened.replace('{v}', formatBytes(model.info.weightBytes, locale))}`}
              </p>
              {written && (
                <p className={styles.said} lang="en" data-text={i}>
                  … {written[i]!.slice(0, shared).join('')}
                  <mark>{written[i]!.slice(shared).join('')}</mark>
                </p>
              )}
            </div>
          ))}
        </div>
      )}
      <p className={styles.said} role="status" data-logit={result?.logit} data-apart={result?.bits}>
        {result
          ? `${w.next} ${w.logit.replace('{v}', formatNumber(result.logit, locale))}; ${w.bits.replace(
              '{v}',
              formatNumber(result.bits, locale),
            )}; ${result.same ? w.same : w.other}.`
          : w.reading}
        {written && ` ${w.parts.replace('{n}', String(shared)).replace('{all}', String(written[0].length))}`}
      </p>
    </Figure>
  );
}
