'use client';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatBytes, formatNumber, formatWhole } from '../charts/format';
import { Range } from '../controls/Range';
import { EngineBadge } from '../figure/EngineBadge';
import { Figure, type FigureState } from '../figure/Figure';
import { useErrorWords, useFigureState } from '../figure/use-figure-state';
import { bundle } from '../shell/base-path';
import { useEngine } from '../use-engine';
import styles from './FirstRun.module.css';
import { BEGINNINGS, leftOf, MODEL, stateNodesOf } from './first-run';
import { RunText } from './RunText';
import { StateBands } from './StateBands';
import { LONGEST_PROMPT, useFirstRun } from './use-first-run';
import { useRecording } from './use-recording';

const PACES = [4, 12, 30, Infinity];

/** The first page's figure: a model writes, and all that it carries from token to token lies open. */
export function FirstRun() {
  const t = useTranslations('home.figure');
  const locale = useLocale();
  const words = useErrorWords();
  const engine = useEngine({ source: bundle(MODEL) });
  const [pace, setPace] = useState(12);
  const live = useFirstRun(engine.model, pace);
  // Where no engine runs, a recording of the same model plays.
  const recorded = useRecording(engine.tier === 'recorded', pace);
  const run = engine.tier === 'recorded' ? recorded : live;
  const [beginning, setBeginning] = useState(0);
  const [prompt, setPrompt] = useState(BEGINNINGS[0]!);
  const [seed, setSeed] = useState(1);
  const [complaint, setComplaint] = useState('');
  /** The token whose state is shown; null follows the newest. */
  const [held, setHeld] = useState<number | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [layer, setLayer] = useState<number | null>(null);
  const { recording } = recorded;
  const nodes = useMemo(
    () => (engine.model ? stateNodesOf(engine.model.info.blueprint) : (recording?.nodes ?? [])),
    [engine.model, recording],
  );

  const { tokens, status } = run;
  const last = tokens.length - 1;
  const at = Math.min(last, pointed ?? held ?? last);
  const frame = at >= 0 ? tokens[at]!.frame : null;
  const numbers = nodes.reduce((sum, node) => sum + node.channels * node.cells, 0);

  const begin = (text: string, newSeed: number) => {
    setHeld(null);
    setComplaint(text.trim() === '' ? t('emptyPrompt') : '');
    setSeed(newSeed);
    if (text.trim() !== '') run.start(text, newSeed);
  };
  // The first screen runs by itself, and again when the reader has it loaded on another backend.
  const begun = useRef<unknown>(null);
  const { start, ready } = live;
  useEffect(() => {
    if (!ready || begun.current === engine.model) return;
    begun.current = engine.model;
    start(prompt, seed);
  }, [ready, start, engine.model, prompt, seed]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin(prompt, seed);
  };
  const onPromptKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    begin(prompt, seed);
  };
  const other = () => {
    const next = (beginning + 1) % BEGINNINGS.length;
    setBeginning(next);
    setPrompt(BEGINNINGS[next]!);
    begin(BEGINNINGS[next]!, 1);
  };

  const waiting = useFigureState(engine, locale);
  const failed = run.error && run.error.code !== 'bad-argument' ? words(run.error) : null;
  const state: FigureState = failed
    ? { kind: 'error', message: failed.message, hint: failed.detail, onRetry: () => begin(prompt, seed) }
    : run.ready
      ? { kind: 'ready' }
      : engine.tier === 'recorded'
        ? { kind: 'loading' }
        : waiting;
  const tooLong =
    run.error?.code === 'bad-argument' ? t('longPrompt', { limit: String(LONGEST_PROMPT), words: '80' }) : '';
  const layerName = (index: number) => t('layer', { layer: String(index) });
  const every = engine.tier === 'recorded' ? (recording?.every ?? 1) : 1;
  const facts = {
    channels: String(nodes[0]?.channels ?? ''),
    cells: String(nodes[0]?.cells ?? ''),
  };

  return (
    <Figure
      title={t('title')}
      name="statescope-first-run"
      width="full"
      reserve="34rem"
      state={state}
      caption={
        engine.model &&
        t('caption', { model: MODEL, count: formatWhole(numbers, locale), layers: String(nodes.length) })
      }
      table={() => ({
        columns: [t('columnToken'), ...nodes.map((node) => t('columnLeft', { layer: String(node.layer) }))],
        rows: tokens.slice(0, at + 1).map((token, j) => [token.text, ...nodes.map((_, i) => frame!.left[i]![j]!)]),
      })}
      controls={
        engine.tier !== 'recorded' && (
          <form className={styles.form} onSubmit={submit}>
            <label className={styles.prompt}>
              <span>{t('promptLabel')}</span>
              <textarea
                rows={2}
                value={prompt}
                spellCheck={false}
                lang="en"
                maxLength={2000}
                onChange={(event) => setPrompt(event.target.value)}
                onKeyDown={onPromptKey}
              />
            </label>
            <button type="submit" className={styles.main} disabled={!run.ready}>
              {t('run')}
            </button>
            <button type="button" onClick={other} disabled={!run.ready}>
              {t('other')}
            </button>
            {(complaint || tooLong) && (
              <p role="alert" className={styles.complaint}>
                {complaint || tooLong}
              </p>
            )}
          </form>
        )
      }
    >
      {engine.error && recording && (
        <div className={styles.recorded}>
          <p>
            {words(engine.error).message}{' '}
            {t('recordedNote', { shown: String(nodes[0]!.channels), all: String(recording.channels) })}
          </p>
          <button type="button" onClick={engine.retry}>
            {t('retryEngine')}
          </button>
        </div>
      )}
      <div className={styles.stage} data-part="stage" data-run={run.number}>
        <div className={styles.left}>
          <RunText
            tokens={tokens}
            at={at}
            left={tokens.map((_, j) => (frame ? leftOf(frame, j, layer) : null))}
            writing={status === 'writing'}
            onPoint={setPointed}
            onHold={setHeld}
          />
        </div>
        <div className={styles.right}>
          <p className={styles.after}>
            {t('afterWord')} <q>{at >= 0 ? tokens[at]!.text.trim() || '␣' : '…'}</q>
          </p>
          <StateBands
            nodes={nodes}
            frame={frame}
            ranges={run.ranges}
            locale={locale}
            label={t('bands', facts)}
            layerName={layerName}
            cellName={(name, channel, cell, value) =>
              t('cell', { layer: name, channel: String(channel * every), cell: String(cell), value })
            }
            idle={layer === null ? t('idle', facts) : t('idleChosen', { layer: layerName(nodes[layer]!.layer) })}
            chosen={layer}
            onChoose={setLayer}
          />
        </div>
        <div className={styles.transport}>
          {status === 'writing' ? (
            <button type="button" onClick={run.pause}>
              {t('pause')}
            </button>
          ) : status === 'paused' ? (
            <button type="button" onClick={run.resume}>
              {t('resume')}
            </button>
          ) : (
            <button type="button" onClick={() => begin(prompt, seed + 1)} disabled={!run.ready}>
              {t('again')}
            </button>
          )}
          <Range
            data-part="timeline"
            aria-label={t('timeline')}
            value={Math.max(0, at)}
            min={0}
            max={Math.max(0, last)}
            disabled={last < 1}
            format={(to) =>
              tokens[to]
                ? t('tokenValue', { at: String(to + 1), all: String(tokens.length), text: tokens[to].text })
                : ''
            }
            onChange={(to) => {
              setPointed(null);
              setHeld(to === last ? null : to);
            }}
          />
          <span className={styles.position}>{t('position', { at: String(at + 1), all: String(tokens.length) })}</span>
          <label className={styles.speed}>
            <span>{t('speed')}</span>
            <select value={String(pace)} onChange={(event) => setPace(Number(event.target.value))}>
              {PACES.map((value) => (
                <option key={value} value={String(value)}>
                  {value === Infinity ? t('speedFull') : value}
                </option>
              ))}
            </select>
          </label>
          <EngineBadge engine={engine}>
            {run.rate !== null && (
              <span data-rate={run.rate}>{t('rate', { rate: formatNumber(run.rate, locale) })}</span>
            )}
            {engine.model && <span>{t('state', { bytes: formatBytes(4 * numbers, locale) })}</span>}
          </EngineBadge>
        </div>
        <p className={styles.hidden} role="status">
          {status === 'writing'
            ? t('writing')
            : status === 'done'
              ? t('finished', { count: String(tokens.filter((token) => !token.given).length) })
              : ''}
        </p>
      </div>
    </Figure>
  );
}
