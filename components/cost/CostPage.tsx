'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Notices } from '../shell/Notices';
import { BatchFigure } from './BatchFigure';
import { CostChart } from './CostChart';
import { CostControls } from './CostControls';
import { CostNumbers } from './CostNumbers';
import styles from './cost.module.css';
import { SHORTEST } from './cost-state';
import { Fits } from './Fits';
import { formatLength } from './format-length';
import { MeasurePanel } from './MeasurePanel';
import { roofOf } from './measured';
import type { CostModel } from './models';
import { QUANTITIES } from './quantities';
import { deviceOf, useCostState, useSetup } from './use-cost';
import { useMeasure } from './use-measure';
import { useMeasured } from './use-measured';

/** The cost page: by formula for any published size, by the clock for the small models that run here. */
export function CostPage({ models }: { models: readonly CostModel[] }) {
  const t = useTranslations('cost');
  const locale = useLocale();
  const { state, change, problems, dismiss, ready } = useCostState(models);
  const measuring = useMeasure();
  const measured = useMeasured(measuring);
  const roof = useMemo(() => roofOf(measured.all, models), [measured.all, models]);
  const setup = useSetup(state, roof);
  const device = deviceOf(state, roof);
  const [lit, setLit] = useState<number | null>(null);

  const published = models.filter((m) => !m.here);
  const bundles = models.filter((m) => m.here);
  const { show } = state;
  const chosen = useMemo(
    () =>
      models.filter((m) =>
        m.here ? show !== 'published' && state.bundles.includes(m.id) : show !== 'here' && state.models.includes(m.id),
      ),
    [models, show, state.bundles, state.models],
  );
  const reference = published.find((m) => m.id === state.against) ?? null;
  const against = show === 'here' ? (bundles.find((m) => m.id === 'stories-transformer') ?? null) : reference;
  const longest = show === 'here' ? Math.max(4096, state.measure) : state.longest;
  const at = Math.min(Math.max(SHORTEST, state.at), longest);
  const compared = published.filter((m) => state.models.includes(m.id) || m.id === state.against);

  const start = () => {
    change({ show: show === 'published' ? 'here' : show });
    measuring.start(
      bundles.filter((m) => state.bundles.includes(m.id)),
      state.measure,
    );
  };
  return (
    <div className={styles.page} data-ready={ready || undefined}>
      <Notices
        lead={t('link.problem')}
        lines={problems.map(({ field, value }) => t('link.field', { field: t(`link.fields.${field}`), value }))}
        seen={t('link.dismiss')}
        onSeen={dismiss}
      />
      <CostControls
        models={models}
        state={state}
        change={change}
        device={device}
        measured={roof !== null}
        at={at}
        longest={longest}
      />
      <div className={styles.grid}>
        {QUANTITIES.map((quantity) => (
          <CostChart
            key={quantity}
            {...{ quantity, setup, longest, against, at, lit }}
            models={chosen}
            measured={measured.all}
            onLit={setLit}
            onAt={(length) => change({ at: length })}
          />
        ))}
      </div>
      <p className={styles.note}>{t('reading')}</p>
      <CostNumbers
        models={chosen}
        setup={setup}
        longest={longest}
        at={Math.min(lit ?? at, longest)}
        against={against}
      />
      <p className={styles.note}>{t('numbers.note', { at: formatLength(at, locale) })}</p>

      <h2 id="measure">{t('measure.title')}</h2>
      <p className={styles.lead}>{t('measure.lead')}</p>
      <MeasurePanel
        models={bundles}
        state={state}
        change={change}
        measuring={measuring}
        kept={measured.all}
        roof={roof}
        onStart={start}
        onClear={measured.forget}
      />

      <h2 id="eight-times">{t('throughput.heading')}</h2>
      <p className={styles.lead}>{t('throughput.lead')}</p>
      <BatchFigure
        models={compared}
        against={reference}
        device={device}
        at={Math.max(SHORTEST, state.at)}
        batch={state.batch}
        bytes={state.bytes}
      />

      <h2 id="fits">{t('fits.title')}</h2>
      <p className={styles.lead}>{t('fits.lead')}</p>
      <Fits
        models={published}
        memory={state.memory}
        batch={state.batch}
        bytes={state.bytes}
        onMemory={(memory) => change({ memory })}
      />
    </div>
  );
}
