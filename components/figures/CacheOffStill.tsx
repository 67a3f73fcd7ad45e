import { formatWhole } from '../charts/format';
import type { Locale } from '../i18n/locales';
import { BarsStill } from './BarsStill';
import { CACHE_OFF_WORDS } from './cache-off-words';

/** Keys for 16 and 64 tokens: n with a cache, n (n + 1) / 2 without. */
export function CacheOffStill({ locale }: { locale: Locale }) {
  const { kept, dropped } = CACHE_OFF_WORDS[locale];
  const bars = [16, 64].flatMap((n) => [
    { label: `${n} tokens, ${kept}`, value: n, colour: 'var(--sym-attention)' },
    { label: `${n} tokens, ${dropped}`, value: (n * (n + 1)) / 2, colour: 'var(--ink)' },
  ]);
  return <BarsStill bars={bars} format={(v) => formatWhole(v, locale)} />;
}
