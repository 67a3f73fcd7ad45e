'use client';
import { useLocale, useTranslations } from 'next-intl';
import { devices } from '@/engine/bench';
import { formatNumber, formatSi } from '../charts/format';
import { RadioGroup } from '../controls/RadioGroup';
import { Select } from '../controls/Select';
import { StopSlider } from '../controls/Slider';
import { powersOfTwo } from '../controls/stops';
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
  return (
    <section className={styles.controls} aria-label={t('label')}>
      <RadioGroup
        className={styles.shows}
        label={t('show')}
        value={state.show}
        options={SHOWS}
        name={(show) => t(`shows.${show}`)}
        onChange={(show) => change({ show })}
      />
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
      <StopSlider
        className={styles.slider}
        label={t('batch')}
        value={state.batch}
        stops={BATCHES}
        onChange={(batch) => change({ batch })}
      />
      <Select
        label={t('bytes')}
        value={state.bytes}
        options={WEIGHT_BYTES}
        name={(bytes) => t('bytesChoice', { bytes: formatNumber(bytes, locale), bits: 8 * bytes })}
        onChange={(bytes) => change({ bytes })}
      />
      <StopSlider
        className={styles.slider}
        label={t('at')}
        value={at}
        stops={powersOfTwo(SHORTEST, longest)}
        format={(length) => formatLength(length, locale)}
        onChange={(length) => change({ at: length })}
      />
      {state.show !== 'here' && (
        <>
          <Select
            label={t('longest')}
            value={state.longest}
            options={LONGEST}
            name={(length) => formatLength(length, locale)}
            onChange={(chosen) => change({ longest: chosen, at: Math.min(state.at, chosen) })}
          />
          <Select
            label={t('against')}
            value={state.against}
            options={published.map(({ id }) => id)}
            name={(id) => published.find((model) => model.id === id)!.name}
            onChange={(against) => change({ against })}
          />
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
