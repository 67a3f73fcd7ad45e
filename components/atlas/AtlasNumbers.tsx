'use client';
import { useTranslations } from 'next-intl';
import { formatBytes, formatCount, formatNumber, formatWhole } from '../charts/format';
import type { Table } from '../figure/export';
import { Figure } from '../figure/Figure';
import { Scroll } from '../shell/Scroll';
import styles from './atlas.module.css';
import { type Side, useAtlas } from './atlas-context';
import { stateOf } from './measures';

const QUANTITIES = ['parameters', 'active', 'weights', 'decode', 'prefill', 'moved', 'cache', 'state'] as const;
type Quantity = (typeof QUANTITIES)[number];

/** The sums of a model, as the blueprint's cost gives them. */
function quantityOf({ cost }: Pick<Side, 'cost'>, quantity: Quantity, bytes: number): number {
  const { total } = cost;
  switch (quantity) {
    case 'parameters':
      return total.parameters;
    case 'active':
      return total.activeParameters;
    case 'weights':
      return total.parameters * bytes;
    case 'decode':
      return total.decodeFlops;
    case 'prefill':
      return total.prefillFlops;
    case 'moved':
      return cost.bytesPerToken;
    case 'cache':
      return total.cacheBytes;
    case 'state':
      return stateOf(total);
  }
}
const inBytes: ReadonlySet<Quantity> = new Set(['weights', 'moved', 'cache', 'state']);

/** What the model costs at this context and precision, and how many times what the second costs. */
export function AtlasNumbers() {
  const t = useTranslations('atlas.numbers');
  const { sides, state, locale } = useAtlas();
  const context = formatWhole(state.context, locale);
  const rows = QUANTITIES.map((quantity) => ({
    quantity,
    values: sides.map((side) => quantityOf(side, quantity, state.bytes)),
  }));
  const shown = (quantity: Quantity, value: number) =>
    inBytes.has(quantity) ? formatBytes(value, locale) : formatCount(Math.round(value), locale);
  const ratio = ([a, b]: readonly number[]) => (a && b ? `${formatNumber(b / a, locale)} ×` : '–');
  const table = (): Table => ({
    columns: [t('quantity'), ...sides.map(({ model }) => model.name), t('unit')],
    rows: rows.map(({ quantity, values }) => [t(`name.${quantity}`, { context }), ...values, t(`unitOf.${quantity}`)]),
  });
  return (
    <Figure
      name="atlas-numbers"
      width="full"
      title={t('title', { context })}
      caption={t('caption', { context })}
      table={table}
    >
      <Scroll label={t('title', { context })}>
        <table className={styles.numbers}>
          <thead>
            <tr>
              <th scope="col" data-picture>
                {t('quantity')}
              </th>
              {sides.map(({ side, model }) => (
                <th key={side} scope="col" className={styles.figure} data-picture>
                  {model.name}
                </th>
              ))}
              {sides.length > 1 && (
                <th scope="col" className={styles.figure} data-picture>
                  {t('ratio')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ quantity, values }) => (
              <tr key={quantity} data-quantity={quantity}>
                <th scope="row" data-picture>
                  {t(`name.${quantity}`, { context })}
                </th>
                {values.map((value, i) => (
                  <td key={sides[i]!.side} className={styles.figure} data-value={value} data-picture>
                    {value === 0 ? t('zero') : shown(quantity, value)}
                  </td>
                ))}
                {sides.length > 1 && (
                  <td className={styles.figure} data-picture>
                    {ratio(values)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Figure>
  );
}
