'use client';
import { useTranslations } from 'next-intl';
import type { Spread } from '@/engine/bench';
import { cost } from '@/engine/blueprint/cost';
import type { Blueprint } from '@/engine/blueprint/types';
import { MOST_RANDOM } from '@/engine/session/random-weights';
import { formatBytes, formatNumber, formatPercent, formatWhole } from '../charts/format';
import { useMeasure } from '../cost/use-measure';
import { EngineBadge } from '../figure/EngineBadge';
import { useErrorWords } from '../figure/use-figure-state';
import { Scroll } from '../shell/Scroll';
import { useAtlas } from './atlas-context';
import { OWN } from './design';
import own from './design.module.css';
import type { AtlasModel } from './models';

/** The longest text read: the median of short ones says as much, sooner. */
const LONGEST = 256;
/** Any seed gives the same speed; this one gives the same weights each time. */
const SEED = 1;

/** Runs the design with random weights in the worker, and says how fast it reads and writes here. */
export function DesignRun({ model, blueprint }: { model: AtlasModel; blueprint: Blueprint }) {
  const t = useTranslations('atlas.design.run');
  const { locale } = useAtlas();
  const words = useErrorWords();
  const measuring = useMeasure();
  const { phase, measurement, error } = measuring;
  const { parameters } = cost(blueprint, { context: 1 }).total;
  const large = parameters > MOST_RANDOM;
  const busy = phase === 'loading' || phase === 'running' || phase === 'paused';
  /** Tokens per second; the quartiles of the time change places. */
  const rate = ({ median, low, high }: Spread, tokens: number) => {
    const at = (milliseconds: number) => formatNumber((1000 * tokens) / milliseconds, locale);
    return (
      <>
        {at(median)} <small>{t('spread', { low: at(high), high: at(low) })}</small>
      </>
    );
  };
  return (
    <div className={own.run} data-phase={phase}>
      {measuring.loaders}
      <div className={own.row}>
        <button
          type="button"
          data-control="run"
          disabled={large || busy}
          onClick={() =>
            measuring.start([{ id: OWN, from: { kind: 'random', config: model.config, seed: SEED } }], LONGEST)
          }
        >
          {t('start')}
        </button>
        {busy && (
          <button type="button" data-control="cancel" onClick={measuring.cancel}>
            {t('cancel')}
          </button>
        )}
        {measuring.engine && <EngineBadge engine={measuring.engine} />}
      </div>
      <p className={own.note} data-parameters={parameters}>
        {t(large ? 'tooLarge' : 'what', {
          parameters: formatWhole(parameters, locale),
          most: formatWhole(MOST_RANDOM, locale),
          memory: formatBytes(4 * parameters, locale),
        })}
      </p>
      {busy && (
        <div className={own.row}>
          <progress aria-label={t('progress')} {...(phase === 'loading' ? {} : { value: measuring.done, max: 1 })} />
          <span className={own.note}>
            {phase === 'loading' || !measurement?.at
              ? t('loading')
              : t('at', {
                  length: measurement.at.length,
                  run: measurement.at.run,
                  done: formatPercent(measuring.done),
                })}
          </span>
        </div>
      )}
      {error && (
        <p role="alert">
          {words(error).message} <span className={own.note}>{words(error).detail}</span>
        </p>
      )}
      <p role="status" className={own.note}>
        {phase === 'finished' && t('finished')}
        {phase === 'cancelled' && t('cancelled')}
      </p>
      {measurement && measurement.rows.length > 0 && (
        <Scroll label={t('caption')}>
          <table className={own.speeds}>
            <caption>{t('caption')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('length')}</th>
                <th scope="col">{t('prefill')}</th>
                <th scope="col">{t('decode')}</th>
                <th scope="col">{t('runs')}</th>
              </tr>
            </thead>
            <tbody>
              {measurement.rows.map((row) => (
                <tr key={row.length} data-speed={row.length}>
                  <th scope="row">{formatWhole(row.length, locale)}</th>
                  <td>{rate(row.prefill, row.length)}</td>
                  <td>{rate(row.decode, 1)}</td>
                  <td>{row.prefill.runs}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </div>
  );
}
