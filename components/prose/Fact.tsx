import { useLocale } from 'next-intl';
import { factText } from './fact';

/** A number that the blueprint of a published model gives, computed while the page is built. */
export function Fact(props: Parameters<typeof factText>[0]) {
  const locale = useLocale();
  return <span data-fact={`${props.model}:${props.of}`}>{factText(props, locale).replaceAll(' ', '\u00a0')}</span>;
}
