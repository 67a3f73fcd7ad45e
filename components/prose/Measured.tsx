import { useLocale } from 'next-intl';
import { formatNumber, formatPercent } from '../charts/format';
import { measured } from './measured';

/** A number measured on our own small models, from the recorded runs: never typed, since the models are trained again now and then. */
export function Measured({ of, as = 'number' }: { of: string; as?: 'number' | 'percent' }) {
  const locale = useLocale();
  const value = measured(of);
  const text = as === 'percent' ? formatPercent(value) : formatNumber(value, locale, 2);
  return <span data-measured={of}>{text.replace(' ', '\u00a0')}</span>;
}
