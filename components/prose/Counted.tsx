import { useLocale } from 'next-intl';
import { counted } from './counted';

/** A number that follows from blueprints and the rates of a device (counted.ts). */
export function Counted({ of }: { of: string }) {
  return <span data-counted={of}>{counted(of, useLocale()).replaceAll(' ', '\u00a0')}</span>;
}
