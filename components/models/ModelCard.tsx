import { useLocale, useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { formatBytes, formatCount, formatNumber, formatWhole } from '../charts/format';
import { basePath } from '../shell/base-path';
import { Layers, Parameters } from './Anatomy';
import { isTaskScores } from './card';
import type { ModelEntry } from './card-source';
import styles from './models.module.css';
import { Scores } from './Scores';
import { TrainingFacts } from './TrainingFacts';

/** All that is known of one model that comes with the site. Complete without script. */
export function ModelCard({ model }: { model: ModelEntry }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const { name, card, anatomy } = model;
  const trained = card.parameters?.total;
  const tokens = card.training?.tokens;
  const samples = card.scores && !isTaskScores(card.scores) ? card.scores.samples : undefined;
  return (
    <section id={name} className={styles.card} aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>{card.title[locale]}</h3>
      {card.architecture && <p className={styles.sentence}>{card.architecture[locale]}</p>}
      <Layers anatomy={anatomy} />
      {card.weaknesses && (
        <>
          <h4>{t('weaknesses')}</h4>
          <ul className={styles.weaknesses}>
            {card.weaknesses[locale].map((weakness) => (
              <li key={weakness}>{weakness}</li>
            ))}
          </ul>
        </>
      )}
      {card.scores && (
        <>
          <h4>{t('scores')}</h4>
          <Scores card={card} />
        </>
      )}
      {samples && (
        <Part title={t('samples')}>
          <p className={styles.note}>
            {t('samplesNote', {
              temperature: formatNumber(samples.temperature, locale),
              topP: formatNumber(samples.topP, locale),
            })}
          </p>
          {samples.samples.map(({ seed, prompt, text }) => (
            <Fragment key={seed}>
              <p className={styles.note}>{t('sample', { seed })}</p>
              <blockquote lang="en" className={styles.sample}>
                {text.startsWith(prompt) ? (
                  <>
                    <strong>{prompt}</strong>
                    {text.slice(prompt.length)}
                  </>
                ) : (
                  text
                )}
              </blockquote>
            </Fragment>
          ))}
        </Part>
      )}
      <Part
        title={t('size')}
        gist={`${formatCount(anatomy.parameters.total, locale)} ${t('parameters').toLowerCase()}`}
      >
        <Parameters anatomy={anatomy} />
        {trained !== undefined && trained < anatomy.parameters.total && (
          <p className={styles.note}>{t('trained', { count: formatWhole(trained, locale) })}</p>
        )}
      </Part>
      <Part title={t('training')} gist={tokens !== undefined && `${formatCount(tokens, locale)} tokens`}>
        <TrainingFacts card={card} />
      </Part>
      <Part title={t('files')} gist={formatBytes(model.bytes, locale)}>
        <ul className={styles.files}>
          {model.files.map(({ path, bytes }) => (
            <li key={path}>
              <a href={`${basePath}/models/${name}/${path}`} download={`${name}-${path}`}>
                {path}
              </a>{' '}
              <span className={styles.figure}>{formatBytes(bytes, locale)}</span>
            </li>
          ))}
        </ul>
        <p className={styles.note}>{t('filesNote', { bytes: formatBytes(model.bytes, locale) })}</p>
      </Part>
    </section>
  );
}

/** A part of a card that is folded away, with what most readers want of it beside its name. */
function Part({ title, gist, children }: { title: string; gist?: ReactNode; children: ReactNode }) {
  return (
    <details className={styles.part}>
      <summary>
        <h4>{title}</h4> {gist && <span className={styles.gist}>{gist}</span>}
      </summary>
      {children}
    </details>
  );
}
