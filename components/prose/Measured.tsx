import { useLocale } from 'next-intl';
import { measuredText } from './measured';

/** A number measured on our own small models, from the recorded runs: never typed, since the models are trained again now and then. */
export function Measured({ of, as = 'number' }: { of: string; as?: 'number' | 'percent' | 'bits' }) {
  return <span data-measured={of}>{measuredText(of, as, useLocale()).replaceAll(' ', '\u00a0')}</span>;
}
