'use client';
import { useLocale } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { weightBytesOf } from '@/engine/session/memory';
import { withSession } from '@/engine/session/with-session';
import type { LiveModel } from '@/engine/worker/client';
import { formatBits, formatBytes, formatNumber } from '../../charts/format';
import { RadioGroup } from '../../controls/RadioGroup';
import { EngineBadge } from '../../figure/EngineBadge';
import { Figure } from '../../figure/Figure';
import styles from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { PromptBox } from '../PromptBox';
import { useChoices } from '../use-choices';
import { stateOf, useFailure } from '../use-live';
import type { Ask } from '../use-question';
import { useRun } from '../use-run';
import { useWork } from '../use-work';
import { defineWords, useWords } from '../words';
import { apart, sharedStart } from './two-formats';

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
const FORMATS = ['experts-int8', 'int8', 'f16'] as const;
export const START: { text: string; format: (typeof FORMATS)[number] } = {
  text: 'Once upon a time, there was a little girl named Lily. One day, she found a red ball in the',
  format: 'experts-int8',
};
const WRITTEN = 30;

/** Logits of the token after a text, [V]. */
const lastLogits = (text: string): Ask<Float32Array> => {
  return (model, signal) =>
    withSession(model, async (session) => {
      await session.prefill((await model.encode(text)).ids, {}, { signal });
      return (await session.logits())!;
    });
};

/** What a model writes after a text, token by token. */
const writeOn = (model: LiveModel, text: string, signal: AbortSignal): Promise<string[]> =>
  withSession(model, async (session) => {
    const pieces: string[] = [];
    await session.prefill((await model.encode(text)).ids, {}, { signal });
    await session.generate(
      WRITTEN,
      { sampling: { temperature: 0 } },
      { signal, onStep: (step) => void pieces.push(step.text) },
    );
    return pieces;
  });

/** A small Jamba in two weight formats: bytes, distance of the next token, and the texts side by side. */
export default function TwoFormats(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ text, format }, choose, reset] = useChoices(START);
  const full = useRun(MODEL, text, lastLogits(text));
  const small = useRun(MODEL, text, lastLogits(text), format);
  const [a, b] = [full.engine.model, small.engine.model];
  const result = useMemo(
    () => (full.answer && small.answer ? apart(full.answer, small.answer) : null),
    [full.answer, small.answer],
  );
  const reading = full.busy || small.busy || !result;
  const [written, setWritten] = useState<readonly [string[], string[]] | null>(null);
  const work = useWork();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was written belongs to this text and these weights
  useEffect(() => {
    setWritten(null);
    return work.stop;
  }, [text, format]);
  const write = () =>
    work.start(async (signal) => {
      const texts = [await writeOn(a!, text, signal), await writeOn(b!, text, signal)] as const;
      if (!signal.aborted) setWritten(texts);
    });

  const state = useFailure(stateOf(full.state, small.state), work.error);
  const shown = reading ? null : result;
  const shared = written ? sharedStart(written[0], written[1]) : 0;
  const formats = ['f32', format] as const;
  const bytesOf = [a, b].map((model, i) => (model ? weightBytesOf(model.info.blueprint, formats[i]!) : 0));
  const names = ['f32', w[format]];
  return (
    <Figure
      {...props}
      state={state}
      reserve="16rem"
      onReset={reset}
      table={() => ({
        columns: [w.format, w.bytes],
        rows: names.map((name, i) => [name, bytesOf[i]!]),
      })}
      controls={
        <>
          <PromptBox label={w.text} value={text} onChange={(value) => choose({ text: value })} />
          <RadioGroup
            label={w.second}
            value={format}
            options={['experts-int8', 'int8', 'f16'] as const}
            name={(name) => w[name]}
            onChange={(name) => choose({ format: name })}
          />
          <button type="button" disabled={reading} onClick={() => void write()}>
            {w.write}
          </button>
          <EngineBadge engine={full.engine} />
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
      <p className={styles.said} role="status" data-logit={shown?.logit} data-apart={shown?.bits}>
        {shown
          ? `${w.next} ${w.logit.replace('{v}', formatNumber(shown.logit, locale))}; ${w.bits.replace(
              '{v}',
              formatBits(shown.bits),
            )}; ${shown.same ? w.same : w.other}.`
          : w.reading}
        {written && ` ${w.parts.replace('{n}', String(shared)).replace('{all}', String(written[0].length))}`}
      </p>
    </Figure>
  );
}
