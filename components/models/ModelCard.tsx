import { useLocale, useTranslations } from 'next-intl';
import { formatBytes, formatNumber, formatWhole } from '../charts/format';
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
        <>
          <h4>{t('samples')}</h4>
          <p className={styles.note}>
            {t('samplesNote', {
              temperature: formatNumber(samples.temperature, locale),
              topP: formatNumber(samples.topP, locale),
            })}
          </p>
          {samples.samples.map(({ seed, prompt, text }, i) => (
            <details key={seed} className={styles.folded} open={i === 0}>
              <summary>{t('sample', { seed })}</summary>
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
            </details>
          ))}
        </>
      )}
      <h4>{t('size')}</h4>
      <Parameters anatomy={anatomy} />
      {trained !== undefined && trained < anatomy.parameters.total && (
        <p className={styles.note}>{t('trained', { count: formatWhole(trained, locale) })}</p>
      )}
      <h4>{t('training')}</h4>
      <TrainingFacts card={card} />
      <h4>{t('files')}</h4>
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
    </section>
  );
}
