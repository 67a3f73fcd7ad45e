import { useLocale } from 'next-intl';
import { formatNumber, formatPercent, formatWhole } from '../charts/format';
import { measured } from './measured';

/** Bits to two places, for tables whose rows are compared: −0.00 is 0.00. */
const hundredths = (value: number) => value.toFixed(2).replace('-0.00', '0.00').replace('-', '−');

/** A number measured on our own small models, from the recorded runs: never typed, since the models are trained again now and then. */
export function Measured({ of, as = 'number' }: { of: string; as?: 'number' | 'percent' | 'bits' }) {
  const locale = useLocale();
  const value = measured(of);
  const plain = (v: number) =>
    // Two digits of a large number would end in a power of ten: 140, not 1.4e2.
    Math.abs(v) >= 100 ? formatWhole(Number(v.toPrecision(2)), locale) : formatNumber(v, locale, 2);
  const text = as === 'percent' ? formatPercent(value) : as === 'bits' ? hundredths(value) : plain(value);
  return <span data-measured={of}>{text.replace(' ', '\u00a0')}</span>;
}
