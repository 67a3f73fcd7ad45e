import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { formatNumber, formatWhole } from '../charts/format';
import type { Card } from './card';
import { curvesOf } from './curves';
import { LossCurve } from './LossCurve';
import { LossStill } from './LossStill';
import styles from './models.module.css';

/** Data, licence and how the model was trained, as far as its card says it, and its loss curve. */
export function TrainingFacts({ card }: { card: Card }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const { training } = card;
  // Terms of the trade, file names and commands are in English in the cards.
  const english = (text: string | undefined) => text && <span lang="en">{text}</span>;
  const whole = (value: number | undefined) => value !== undefined && formatWhole(value, locale);
  const sizes = training?.sizes;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('fact.data'), card.data[locale]],
    [t('fact.licence'), english(card.licence)],
    [t('fact.source'), english(card.source)],
    [t('fact.changes'), card.changes?.[locale]],
    [t('fact.context'), whole(card.context)],
    [t('fact.tokens'), whole(training?.tokens)],
    [t('fact.sizes'), sizes && `${t(`unit.${sizes.unit}`)}: ${sizes.least}–${sizes.most}`],
    [t('fact.steps'), whole(training?.steps)],
    [t('fact.batch'), english(training?.batch)],
    [t('fact.optimiser'), english(training?.optimiser)],
    [t('fact.schedule'), english(training?.schedule)],
    [t('fact.precision'), english(training?.precision)],
    [t('fact.seed'), training?.seed?.toString()],
    [t('fact.hours'), training?.hours !== undefined && formatNumber(training.hours, locale)],
    [t('fact.hardware'), english(training?.hardware)],
    [t('fact.commit'), training?.commit && <code>{training.commit}</code>],
  ];
  const curves = training && curvesOf(training, { train: t('curveTrain'), held: t('curveHeld') });
  const picture = curves && {
    name: card.name,
    title: t('curveTitle', { model: card.title[locale] }),
    caption: training.targets?.[locale] ?? '',
    series: curves.series,
    xLabel: t(`curveX.${curves.x}`),
    yLabel: t('nats'),
  };
  return (
    <>
      <dl className={styles.facts}>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {picture && (
        <LossCurve {...picture}>
          <LossStill {...picture} />
        </LossCurve>
      )}
    </>
  );
}
