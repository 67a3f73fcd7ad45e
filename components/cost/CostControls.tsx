'use client';
import { useLocale, useTranslations } from 'next-intl';
import { devices } from '@/engine/bench';
import { formatNumber, formatSi } from '../charts/format';
import styles from './cost.module.css';
import {
  BATCHES,
  type CostState,
  CUSTOM,
  HERE,
  LONGEST,
  MOST_MODELS,
  SHORTEST,
  SHOWS,
  WEIGHT_BYTES,
} from './cost-state';
import { formatLength } from './format-length';
import type { CostModel } from './models';
import type { ChosenDevice } from './use-cost';

interface Props {
  readonly models: readonly CostModel[];
  readonly state: CostState;
  readonly change: (part: Partial<CostState>) => void;
  readonly device: ChosenDevice | null;
  readonly measured: boolean;
  /** What is really shown, where the small models' axis is shorter. */
  readonly at: number;
  readonly longest: number;
}

/** Which models, on which device, for how many, how long: everything that the pictures depend on. */
export function CostControls({ models, state, change, device, measured, at, longest }: Props) {
  const t = useTranslations('cost.controls');
  const locale = useLocale();
  const published = models.filter((m) => !m.here);
  const toggle = (id: string, on: boolean) =>
    change({
      models: published.map((m) => m.id).filter((other) => (other === id ? on : state.models.includes(other))),
    });
  const stop = Math.round(Math.log2(at / SHORTEST));
  return (
    <section className={styles.controls} aria-label={t('label')}>
      <fieldset className={styles.shows}>
        <legend>{t('show')}</legend>
        {SHOWS.map((show) => (
          <label key={show}>
            <input
              type="radio"
              name="cost-show"
              value={show}
              checked={state.show === show}
              onChange={() => change({ show })}
            />
            <span>{t(`shows.${show}`)}</span>
          </label>
        ))}
      </fieldset>
      <details className={styles.models}>
        <summary>{t('models', { count: state.models.length })}</summary>
        <div className={styles.modelList}>
          {published.map(({ id, name, colour }) => {
            const on = state.models.includes(id);
            return (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={on}
                  disabled={!on && state.models.length >= MOST_MODELS}
                  onChange={(event) => toggle(id, event.target.checked)}
                />
                <span className={styles.swatch} style={{ background: colour }} /> {name}
              </label>
            );
          })}
          <p className={styles.note}>{t('modelsNote', { most: MOST_MODELS })}</p>
        </div>
      </details>
      <label>
        <span>{t('device')}</span>
        <select value={state.device} onChange={(event) => change({ device: event.target.value })}>
          {devices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name[locale]}
            </option>
          ))}
          <option value={HERE} disabled={!measured && state.device !== HERE}>
            {measured ? t('here') : t('hereUnmeasured')}
          </option>
          <option value={CUSTOM}>{t('custom')}</option>
        </select>
      </label>
      {state.device === CUSTOM && (
        <span className={styles.custom}>
          <Amount label={t('teraflops')} unit="TFLOP/s" value={state.teraflops} set={(v) => change({ teraflops: v })} />
          <Amount label={t('bandwidth')} unit="GB/s" value={state.gigabytes} set={(v) => change({ gigabytes: v })} />
        </span>
      )}
      <label>
        <span>
          {t('batch')} <output className={styles.number}>{state.batch}</output>
        </span>
        <input
          type="range"
          min={0}
          max={BATCHES.length - 1}
          step={1}
          value={BATCHES.indexOf(state.batch as (typeof BATCHES)[number])}
          aria-valuetext={String(state.batch)}
          onChange={(event) => change({ batch: BATCHES[Number(event.target.value)]! })}
        />
      </label>
      <label>
        <span>{t('bytes')}</span>
        <select value={state.bytes} onChange={(event) => change({ bytes: Number(event.target.value) })}>
          {WEIGHT_BYTES.map((bytes) => (
            <option key={bytes} value={bytes}>
              {t('bytesChoice', { bytes: formatNumber(bytes, locale), bits: 8 * bytes })}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>
          {t('at')}{' '}
          <output className={styles.number} data-at={at}>
            {formatLength(at, locale)}
          </output>
        </span>
        <input
          type="range"
          min={0}
          max={Math.round(Math.log2(longest / SHORTEST))}
          step={1}
          value={stop}
          aria-valuetext={formatLength(at, locale)}
          onChange={(event) => change({ at: SHORTEST * 2 ** Number(event.target.value) })}
        />
      </label>
      {state.show !== 'here' && (
        <>
          <label>
            <span>{t('longest')}</span>
            <select
              value={state.longest}
              onChange={(event) => {
                const chosen = Number(event.target.value);
                change({ longest: chosen, at: Math.min(state.at, chosen) });
              }}
            >
              {LONGEST.map((length) => (
                <option key={length} value={length}>
                  {formatLength(length, locale)}
                </option>
              ))}
            </select>
          </label>
          <label>
            <span>{t('against')}</span>
            <select value={state.against} onChange={(event) => change({ against: event.target.value })}>
              {published.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={state.weights === 'yes'}
          onChange={(event) => change({ weights: event.target.checked ? 'yes' : 'no' })}
        />{' '}
        {t('weights')}
      </label>
      {state.device !== CUSTOM && device && (
        <p className={styles.deviceNote}>
          {t('deviceNote', { flops: formatSi(device.flops, 'FLOP/s'), bandwidth: formatSi(device.bandwidth, 'B/s') })}{' '}
          {device.source && <a href={device.source}>{t('source')}</a>}
        </p>
      )}
    </section>
  );
}

/** A positive number of the reader's own; what is no number yet is left as it was. */
export function Amount({
  label,
  unit,
  value,
  set,
}: {
  label: string;
  unit: string;
  value: number;
  set: (value: number) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        min="0"
        step="any"
        defaultValue={value}
        key={unit}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          if (next > 0 && next <= 1e6) set(next);
        }}
      />{' '}
      {unit}
    </label>
  );
}
