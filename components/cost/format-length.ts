import { formatCount } from '../charts/format';

/** Lengths as the field writes them: 4096 → "4K". Powers of two below 1024 in full. */
export function formatLength(length: number, locale: string): string {
  if (length >= 1 << 20 && length % (1 << 20) === 0) return `${length >> 20}M`;
  if (length >= 1024 && length % 1024 === 0) return `${length / 1024}K`;
  return formatCount(length, locale);
}
