'use client';
import { useLocale, useTranslations } from 'next-intl';
import { slopeAt } from '@/engine/bench';
import { formatCount, formatNumber } from '../charts/format';
import { Scroll } from '../shell/Scroll';
import styles from './cost.module.css';
import { formatLength } from './format-length';
import type { CostModel } from './models';
import {
  costOf,
  crossingsOf,
  formatQuantity,
  formatSlope,
  formulaOf,
  QUANTITIES,
  type Quantity,
  type Setup,
} from './quantities';

interface Props {
  readonly models: readonly CostModel[];
  readonly setup: Setup;
  readonly longest: number;
  readonly at: number;
  readonly against: CostModel | null;
}

/** The four pictures as one table: the value at a length, its slope, its formula, and where the order changes. */
export function CostNumbers({ models, setup, longest, at, against }: Props) {
  const t = useTranslations('cost');
  const locale = useLocale();
  const caption = t('numbers.caption', { at: formatLength(at, locale) });
  return (
    <Scroll label={caption}>
      <table className={styles.numbers}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('numbers.model')}</th>
            {QUANTITIES.map((quantity) => (
              <th key={quantity} scope="col">
                {t(`quantity.${quantity}.axis`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <th scope="row">
                <span className={styles.swatch} style={{ background: model.colour }} /> {model.name}
              </th>
              {QUANTITIES.map((quantity) => (
                <Cell key={quantity} {...{ model, quantity, setup, longest, at, against }} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Cell({
  model,
  quantity,
  setup,
  longest,
  at,
  against,
}: Omit<Props, 'models'> & { model: CostModel; quantity: Quantity }) {
  const t = useTranslations('cost.numbers');
  const names = useTranslations('cost.quantity');
  const locale = useLocale();
  const cost = costOf(model, quantity, setup);
  const value = cost(at);
  const column = names(`${quantity}.axis`);
  if (!Number.isFinite(value)) return <td data-column={column}>–</td>;
  const slope = slopeAt(cost, at);
  const crossed = against ? crossingsOf(model, against, quantity, setup, longest) : [];
  return (
    <td data-column={column} data-cost={`${model.id} ${quantity}`} data-value={value}>
      <b>{formatQuantity(quantity, value, locale)}</b>
      <span className={styles.slope}>
        {t('slope', { slope: formatSlope(slope), factor: formatNumber(2 ** slope, locale) })}
      </span>
      <span className={styles.formula}>{formulaOf(model, quantity, setup, locale)}</span>
      {crossed.map(({ length, larger }) => (
        <span key={length} className={styles.slope} data-crossing={length}>
          {t(larger === 'first' ? 'dearer' : 'cheaper', { at: formatCount(length, locale), against: against!.name })}
        </span>
      ))}
    </td>
  );
}
