/**
 * Numbers as the site shows them, written by hand because Intl's Spanish changes from country to country: a point before decimals in both
 * languages, a narrow space (in Spanish) or a comma (in English) between thousands from five digits up, a true minus sign, at most three
 * significant digits unless asked for more.
 */

/** 0.000123 → "1.23e−4"; 1234.5 → "1235"; large counts are for formatCount. Non-finite values are spelled out. */
export function formatNumber(value: number, locale: string, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) {
    const [mantissa, power] = value.toExponential(digits - 1).split('e');
    return minus(`${trim(mantissa!)}e${Number(power)}`);
  }
  // What rounds to more digits than asked for is written whole, not as toPrecision's 1.0e+2.
  return digits <= 4 && size >= Math.min(1000, 10 ** digits) - 0.5
    ? formatWhole(value, locale)
    : minus(trim(value.toPrecision(digits)));
}

/** With so many decimals, zeros too, for numbers that stand in a column: 3.1 → "3.10". */
export const formatFixed = (value: number, decimals: number): string => minus(value.toFixed(decimals));

/** Bits of surprise, which run from next to nothing to a dozen: two decimals in full, so that they stand in a column. */
export const formatBits = (bits: number): string =>
  bits > 0 && bits < 0.005 ? '< 0.01' : Number.isFinite(bits) ? formatFixed(bits, 2) : formatNumber(bits, 'en');

/** Significant digits with their zeros, for numbers that stand one over the other: 4.1 → "4.10". */
export function formatTabular(value: number, locale: string, digits = 3): string {
  const size = Math.abs(value);
  return size >= 1e-3 && size < 10 ** digits - 0.5
    ? minus(value.toPrecision(digits))
    : formatNumber(value, locale, digits);
}

/** A count in full: 131072 → "131,072" or "131 072". */
export function formatWhole(value: number, locale: string): string {
  const text = Math.round(Math.abs(value)).toString();
  const separator = locale.startsWith('es') ? '\u202F' : ',';
  const grouped = text.length < 5 ? text : text.replace(/\B(?=(\d{3})+$)/g, separator);
  return value < 0 && grouped !== '0' ? `−${grouped}` : grouped;
}

/** 10⁹ is no billón: Spanish counts in millions beyond a million, as its readers say it. */
const UNITS: Readonly<Record<'en' | 'es', readonly (readonly [number, string])[]>> = {
  en: [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e4, 'k'],
  ],
  es: [
    [1e12, 'billones'],
    [1e9, 'mil M'],
    [1e6, 'M'],
    [1e4, 'mil'],
  ],
};

/** Counts: 1,752,832 → "1.75 M"; below ten thousand in full. */
export function formatCount(value: number, locale: string): string {
  for (const [limit, unit] of UNITS[locale.startsWith('es') ? 'es' : 'en'])
    if (Math.abs(value) >= limit) return `${significant(value / (limit === 1e4 ? 1e3 : limit))} ${unit}`;
  return Number.isInteger(value) ? formatWhole(value, locale) : minus(trim(value.toFixed(1)));
}

/** Bytes with binary units, as memory is counted: 16384 → "16 KiB". */
export function formatBytes(value: number, locale: string): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let i = 0;
  let v = value;
  while (Math.abs(v) >= 1024 && i < units.length - 1) {
    v /= 1024;
    i++;
  }
  return `${i === 0 ? formatWhole(v, locale) : significant(v)} ${units[i]}`;
}

const PREFIXES = ['n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];

/** With the prefixes of the SI, alike in both languages: 1.5e10 "FLOP" → "15 GFLOP", 2.5e-4 "s" → "250 µs". */
export function formatSi(value: number, unit: string): string {
  if (value === 0 || !Number.isFinite(value)) return `${formatNumber(value, 'en')} ${unit}`;
  // Rounded first: 999.9 becomes 1 k, not 1000.
  const rounded = Number(value.toPrecision(3));
  const power = Math.max(-3, Math.min(6, Math.floor(Math.log10(Math.abs(rounded)) / 3 + 1e-9)));
  return `${significant(rounded / 1000 ** power)} ${PREFIXES[power + 3]}${unit}`;
}

/** A time that people wait for: "250 µs", "1.5 s", "4.2 min", "3 h". */
export function formatSeconds(seconds: number): string {
  if (seconds < 299.5) return formatSi(seconds, 's');
  return seconds < 5400 ? `${significant(seconds / 60)} min` : `${significant(seconds / 3600)} h`;
}

/** 0.1234 → "12.3 %" below 10 %, "12 %" above; tiny but not zero is "< 0.1 %". */
export function formatPercent(value: number): string {
  if (value > 0 && value < 0.001) return '< 0.1 %';
  return `${minus(trim((100 * value).toFixed(Math.abs(value) < 0.1 ? 1 : 0)))} %`;
}

/** Three significant digits; from a thousand up, whole. */
function significant(value: number): string {
  return minus(Math.abs(value) >= 1000 ? Math.round(value).toString() : trim(value.toPrecision(3)));
}

/** Without zeros at the end of decimals. */
const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const minus = (text: string) => text.replaceAll('-', '−');
