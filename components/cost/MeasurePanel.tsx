'use client';
import { useLocale, useTranslations } from 'next-intl';
import { estimateSeconds, lengthsUpTo, prefillFlops, type Roof } from '@/engine/bench';
import { formatPercent, formatSeconds, formatSi } from '../charts/format';
import { CheckGroup } from '../controls/CheckGroup';
import { EngineBadge } from '../figure/EngineBadge';
import { useErrorWords } from '../figure/use-figure-state';
import styles from './cost.module.css';
import { type CostState, MEASURED } from './cost-state';
import { formatLength } from './format-length';
import type { Measured } from './measured';
import type { CostModel } from './models';
import type { Measuring } from './use-measure';

interface Props {
  readonly models: readonly CostModel[];
  readonly state: Pick<CostState, 'bundles' | 'measure'>;
  readonly change: (part: Partial<CostState>) => void;
  readonly measuring: Measuring;
  readonly kept: readonly Measured[];
  readonly roof: Roof | null;
  readonly onStart: () => void;
  readonly onClear: () => void;
}

/** Until something was measured: what a browser on a laptop's CPU manages, in FLOP per second. */
const GUESS = 2e9;

/** Measuring on the reader's device: what, how long it will take, how far it is, what is kept. */
export function MeasurePanel({ models, state, change, measuring, kept, roof, onStart, onClear }: Props) {
  const t = useTranslations('cost.measure');
  const locale = useLocale();
  const words = useErrorWords();
  const chosen = models.filter(({ id }) => state.bundles.includes(id));
  const { phase, measurement, error } = measuring;
  const busy = phase === 'loading' || phase === 'running' || phase === 'paused';
  const seconds = estimateSeconds(
    chosen.map(({ profile }) => ({ flops: (length: number) => prefillFlops(profile, length) })),
    lengthsUpTo(state.measure),
    // A real run seldom comes near the best that was seen.
    roof ? roof.flops / 2 : GUESS,
  );
  const nameOf = (id: string) => models.find((m) => m.id === id)?.name ?? id;
  const last = kept.reduce<Measured | null>((a, b) => (a && a.date >= b.date ? a : b), null);
  return (
    <div className={styles.panel} data-phase={phase}>
      {measuring.loaders}
      <CheckGroup
        className={styles.bundles}
        label={t('models')}
        value={state.bundles}
        options={models.map(({ id }) => id)}
        name={(id) => <Named model={models.find((model) => model.id === id)!} />}
        disabled={busy}
        onChange={(bundles) => change({ bundles })}
      />
      <div className={styles.row}>
        <label>
          <span>{t('longest')}</span>
          <select
            value={state.measure}
            disabled={busy}
            onChange={(event) => change({ measure: Number(event.target.value) })}
          >
            {MEASURED.map((length) => (
              <option key={length} value={length}>
                {formatLength(length, locale)}
              </option>
            ))}
          </select>
        </label>
        {!busy && (
          <button type="button" className={styles.main} disabled={chosen.length === 0} onClick={onStart}>
            {t('start')}
          </button>
        )}
        {phase === 'running' && (
          <button type="button" onClick={measuring.pause}>
            {t('pause')}
          </button>
        )}
        {phase === 'paused' && (
          <button type="button" className={styles.main} onClick={measuring.resume}>
            {t('resume')}
          </button>
        )}
        {busy && (
          <button type="button" onClick={measuring.cancel}>
            {t('cancel')}
          </button>
        )}
        {!busy && (
          <span className={styles.note}>
            {chosen.length === 0
              ? t('nothing')
              : t(roof ? 'estimate' : 'guess', { time: formatSeconds(Math.max(1, Math.round(seconds))) })}
          </span>
        )}
        {measuring.engine && <EngineBadge engine={measuring.engine} />}
      </div>
      {busy && (
        <div className={styles.progress}>
          <progress aria-label={t('progress')} {...(phase === 'loading' ? {} : { value: measuring.done, max: 1 })} />
          <span className={styles.note}>
            {phase === 'loading'
              ? t('loading')
              : measurement?.at &&
                t(phase === 'paused' ? 'pausedAt' : 'runningAt', {
                  model: nameOf(measurement.at.subject),
                  length: formatLength(measurement.at.length, locale),
                  run: measurement.at.run,
                  done: formatPercent(measuring.done),
                  left: formatSeconds(Math.max(1, Math.round(measurement.secondsLeft))),
                })}
          </span>
        </div>
      )}
      {error && (
        <p role="alert" className={styles.alert}>
          {words(error).message} <span className={styles.note}>{words(error).detail}</span>
        </p>
      )}
      {/* Spoken once a length is done, not at every run. */}
      <p className={styles.note} role="status">
        {phase === 'cancelled' && t('cancelled')} {phase === 'finished' && t('finished')}{' '}
        {measurement && measurement.rows.length > 0
          ? t('rows', { rows: measurement.rows.length })
          : phase === 'idle' && kept.length === 0 && t('idle')}
      </p>
      {last && !busy && (
        <p className={styles.kept} data-kept={kept.length}>
          {t('kept', {
            device: `${last.kind === 'webgpu' ? 'WebGPU' : 'CPU'}${last.device === 'CPU' ? '' : ` · ${last.device}`}`,
            date: new Date(last.date).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
          })}{' '}
          {roof && t('roof', { flops: formatSi(roof.flops, 'FLOP/s'), bandwidth: formatSi(roof.bandwidth, 'B/s') })}{' '}
          <button type="button" onClick={onClear}>
            {t('clear')}
          </button>
        </p>
      )}
    </div>
  );
}

/** A model's name beside the colour of its curve. */
const Named = ({ model }: { model: CostModel }) => (
  <>
    <span className={styles.swatch} style={{ background: model.colour }} /> {model.name}
  </>
);
