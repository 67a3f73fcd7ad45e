import { useLocale, useTranslations } from 'next-intl';
import { formatFixed, formatTabular } from '../charts/format';
import { Scroll } from '../shell/Scroll';
import { isTaskScores } from './card';
import type { ModelEntry } from './card-source';
import styles from './models.module.css';

/** The language models side by side, lowest loss first. */
export function Overview({ models }: { models: readonly ModelEntry[] }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const rows = models
    .map((model) => {
      const { scores } = model.card;
      return { model, losses: scores && !isTaskScores(scores) ? scores.losses : undefined };
    })
    .sort((a, b) => (a.losses?.held.natsPerToken ?? Infinity) - (b.losses?.held.natsPerToken ?? Infinity));
  return (
    <Scroll label={t('overviewCaption')} data-width="wide">
      <table className={styles.numbers}>
        <caption>{t('overviewCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('model')}</th>
            <th scope="col" className={styles.lesser}>
              {t('layers')}
            </th>
            <th scope="col" className={`${styles.figure} ${styles.lesser}`}>
              {t('parameters')}
            </th>
            <th scope="col" className={`${styles.figure} ${styles.lesser}`}>
              {t('download')}
            </th>
            <th scope="col" className={styles.figure}>
              {t('held')}
            </th>
            <th scope="col" className={styles.figure}>
              {t('real')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ model, losses }) => (
            <tr key={model.name}>
              <th scope="row">
                <a href={`#${model.name}`}>{model.card.title[locale]}</a>
              </th>
              <td className={styles.lesser}>
                <code>{model.anatomy.pattern}</code>
              </td>
              <td className={`${styles.figure} ${styles.lesser}`}>
                {formatTabular(model.anatomy.parameters.total / 1e6, locale)} M
              </td>
              <td className={`${styles.figure} ${styles.lesser}`}>
                {formatTabular(model.bytes / 2 ** 20, locale)} MiB
              </td>
              <td className={styles.figure}>{losses && formatFixed(losses.held.natsPerToken, 2)}</td>
              <td className={styles.figure}>{losses && formatFixed(losses.real.natsPerToken, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
