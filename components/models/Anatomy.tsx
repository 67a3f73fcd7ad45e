import { useLocale, useTranslations } from 'next-intl';
import { formatPercent, formatWhole } from '../charts/format';
import type { Anatomy } from './anatomy';
import styles from './models.module.css';

/** The layers as marks, with the meaning of each mark and how many there are. */
export function Layers({ anatomy }: { anatomy: Anatomy }) {
  const t = useTranslations('models');
  return (
    <p className={styles.layers}>
      <code className={styles.pattern}>{anatomy.pattern}</code>{' '}
      {anatomy.kinds.map(({ kind, mark, count }, i) => (
        <span key={kind}>
          {i > 0 && ' · '}
          {count} <code>{mark}</code> {t(`kind.${kind}`)}
        </span>
      ))}
    </p>
  );
}

/** Parameters in all, by part, and those that one token uses where these are fewer. */
export function Parameters({ anatomy }: { anatomy: Anatomy }) {
  const t = useTranslations('models');
  const locale = useLocale();
  const { total, active, byPart } = anatomy.parameters;
  return (
    <table className={styles.numbers}>
      <caption>{t('parametersByPart')}</caption>
      <tbody>
        {byPart.map(({ part, count }) => (
          <tr key={part}>
            <th scope="row">{t(`part.${part}`)}</th>
            <td className={styles.figure}>{formatWhole(count, locale)}</td>
            <td className={styles.share}>
              <span className={styles.bar} style={{ width: `${(100 * count) / total}%` }} aria-hidden="true" />
              <span>{formatPercent(count / total)}</span>
            </td>
          </tr>
        ))}
        <tr className={styles.sum}>
          <th scope="row">{t('total')}</th>
          <td className={styles.figure}>{formatWhole(total, locale)}</td>
          <td />
        </tr>
        {active < total && (
          <tr>
            <th scope="row">{t('active')}</th>
            <td className={styles.figure}>{formatWhole(active, locale)}</td>
            <td className={styles.share}>
              <span className={styles.bar} style={{ width: `${(100 * active) / total}%` }} aria-hidden="true" />
              <span>{formatPercent(active / total)}</span>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
