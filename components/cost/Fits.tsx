'use client';
import { useLocale, useTranslations } from 'next-intl';
import { longestContext } from '@/engine/bench';
import { formatBytes, formatWhole } from '../charts/format';
import { settled } from '../charts/scale';
import { downloadBlob, tableToCsv } from '../figure/export';
import { Scroll } from '../shell/Scroll';
import { Amount } from './CostControls';
import styles from './cost.module.css';
import { formatLength } from './format-length';
import type { CostModel } from './models';

/** State and cache in 16 bits. */
const STATE_BYTES = 2;
/** Powers of two at which the bars begin and end: 1K and 4M tokens. */
const [LEAST, FULL] = [10, 22];
const shareOf = (tokens: number) => Math.min(1, Math.max(0, (Math.log2(Math.max(1, tokens)) - LEAST) / (FULL - LEAST)));

interface Props {
  readonly models: readonly CostModel[];
  readonly memory: number;
  readonly batch: number;
  readonly bytes: number;
  readonly onMemory: (gibibytes: number) => void;
}

/** How much context fits in so many GiB, for every published model. */
export function Fits({ models, memory, batch, bytes, onMemory }: Props) {
  const t = useTranslations('cost.fits');
  const locale = useLocale();
  const storage = { weightBytes: bytes, stateBytes: STATE_BYTES };
  const rows = models.map((model) => {
    const { profile } = model;
    return {
      model,
      weights: profile.parameters * bytes,
      state: profile.state * STATE_BYTES,
      cache: profile.cache * STATE_BYTES,
      claimed: profile.maxPositions,
      longest: longestContext(profile, memory * 2 ** 30, batch, storage),
    };
  });
  const say = (longest: number) =>
    longest === Number.POSITIVE_INFINITY ? t('endless') : longest === 0 ? t('none') : formatWhole(longest, locale);
  const save = () => {
    const table = {
      columns: [t('model'), t('longest'), t('weights'), t('state'), t('cache'), t('claimed')],
      rows: rows.map((r) => [r.model.name, r.longest, r.weights, r.state, r.cache, r.claimed ?? '']),
    };
    downloadBlob(new Blob([tableToCsv(table)], { type: 'text/csv' }), 'cost-fits.csv');
  };
  return (
    <>
      <div className={styles.row}>
        <Amount label={t('memory')} unit="GiB" value={memory} set={onMemory} />
        <span className={styles.note}>{t('terms', { batch, bytes })}</span>
        <button type="button" onClick={save}>
          {t('csv')}
        </button>
      </div>
      <Scroll label={t('title')}>
        <table className={styles.numbers}>
          <caption>{t('caption')}</caption>
          <thead>
            <tr>
              {(['model', 'longest', 'weights', 'state', 'cache', 'claimed'] as const).map((column) => (
                <th
                  key={column}
                  scope="col"
                  className={column === 'model' || column === 'longest' ? undefined : styles.right}
                >
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, weights, state, cache, longest, claimed }) => (
              <tr key={model.id}>
                <th scope="row">
                  <span className={styles.swatch} style={{ background: model.colour }} /> {model.name}
                </th>
                <td data-fits={model.id} data-value={longest} className={styles.fit}>
                  <span
                    className={styles.bar}
                    style={{
                      width: `calc((100% - 8rem) * ${settled(100 * shareOf(longest))} / 100)`,
                      background: model.colour,
                    }}
                  />
                  <span>{say(longest)}</span>
                </td>
                <td className={styles.right} data-column={t('weights')}>
                  {formatBytes(weights, locale)}
                </td>
                <td className={styles.right} data-column={t('state')}>
                  {state === 0 ? '–' : formatBytes(state, locale)}
                </td>
                <td className={styles.right} data-column={t('cache')}>
                  {cache === 0 ? '–' : formatBytes(cache, locale)}
                </td>
                <td className={styles.right} data-column={t('claimed')}>
                  {claimed === null ? '–' : formatLength(claimed, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
