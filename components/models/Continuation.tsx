'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';
import { asEngineError } from '@/engine/worker/protocol';
import { formatNumber } from '../charts/format';
import { useErrorWords } from '../figure/use-figure-state';
import { useSession } from '../use-engine';
import styles from './panel.module.css';

/** Tokens that a continuation adds. */
export const LENGTH = 24;

interface Run {
  readonly prompt: string;
  readonly text: string;
  readonly tokens: number;
  /** Time of these tokens in the worker, without the prompt. */
  readonly milliseconds: number;
}

/** A short greedy continuation of a prompt: the most likely token each time, so that it can be compared with another program's. */
export function Continuation({ model }: { model: LiveModel }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const words = useErrorWords();
  const { hasTokenizer, drawable } = model.info;
  const { session, error: sessionError } = useSession(model);
  const [prompt, setPrompt] = useState(hasTokenizer ? 'Once upon a time' : '1 2 3');
  const [run, setRun] = useState<Run | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<EngineError | null>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);

  const start = async (event: FormEvent) => {
    event.preventDefault();
    if (!session || busy) return;
    control.current = new AbortController();
    const { signal } = control.current;
    setBusy(true);
    setFailed(null);
    setRun({ prompt, text: '', tokens: 0, milliseconds: 0 });
    try {
      const ids = hasTokenizer ? (await model.encode(prompt)).ids : Uint32Array.from(numbersOf(prompt));
      await session.reset();
      await session.prefill(ids, {}, { signal });
      await session.generate(
        LENGTH,
        { sampling: { temperature: 0 } },
        {
          signal,
          onStep: ({ id, text, milliseconds }) =>
            setRun(
              (before) =>
                before && {
                  ...before,
                  text: before.text + (hasTokenizer ? text : ` ${id}`),
                  tokens: before.tokens + 1,
                  milliseconds: before.milliseconds + milliseconds,
                },
            ),
        },
      );
    } catch (thrown) {
      const error = asEngineError(thrown);
      if (error.code !== 'cancelled') setFailed(error);
    } finally {
      setBusy(false);
    }
  };

  const error = failed ?? sessionError;
  return (
    <section aria-label={t('try.title')}>
      <form className={styles.prompt} onSubmit={start}>
        <label>
          <span>{hasTokenizer ? t('try.prompt') : t('try.ids', { last: drawable - 1 })}</span>
          <input
            type="text"
            value={prompt}
            maxLength={300}
            spellCheck={false}
            onChange={(e) => setPrompt(e.target.value)}
          />
        </label>
        <button type="submit" disabled={!session || busy || prompt.trim() === ''}>
          {t('try.run')}
        </button>
        {busy && (
          <button type="button" onClick={() => control.current?.abort()}>
            {t('own.cancel')}
          </button>
        )}
      </form>
      {run && (
        <p className={styles.text} data-tokens={run.tokens} aria-live="polite">
          <strong>{run.prompt}</strong>
          {run.text}
        </p>
      )}
      {run && !busy && run.tokens > 0 && (
        <p className={styles.note}>
          {t('try.speed', {
            tokens: String(run.tokens),
            rate: formatNumber((1000 * run.tokens) / Math.max(run.milliseconds, 1e-3), locale),
          })}
        </p>
      )}
      {error && (
        <div role="alert">
          <p>{words(error).message}</p>
          <p className={styles.note}>{words(error).detail}</p>
        </div>
      )}
    </section>
  );
}

/** '1 2 3' or '1, 2, 3' as numbers; what is no number becomes NaN and is refused by the engine as a token. */
const numbersOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
