/** Numbers as the site shows them: at most three significant digits, the locale's decimal mark, a true minus sign; all digits on demand. */

/** 0.000123 → "1.23e−4"; large counts are for formatCount. Non-finite values are spelled out. */
export function formatNumber(value: number, locale: string, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size < 1e-3 || size >= 1e6
      ? exponent(value, locale, digits)
      : new Intl.NumberFormat(locale, {
          maximumSignificantDigits: Math.max(digits, size >= 1000 ? 6 : 0),
          useGrouping: false,
        }).format(size >= 1000 ? Math.round(value) : value);
  return text.replaceAll('-', '−');
}

/** Counts: 1,752,832 → "1.75 M"; below ten thousand in full. */
export function formatCount(value: number, locale: string): string {
  for (const [limit, unit] of [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const)
    if (Math.abs(value) >= limit) return `${plain(value / (unit === 'k' ? 1e3 : limit), locale)} ${unit}`;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
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
  return `${plain(v, locale)} ${units[i]}`;
}

/** 0.1234 → "12.3 %"; tiny but not zero is "< 0.1 %". */
export function formatPercent(value: number, locale: string): string {
  if (value > 0 && value < 0.001) return `< ${plain(0.1, locale)} %`;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: value < 0.1 ? 1 : 0 }).format(100 * value)} %`;
}

function plain(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: 3, useGrouping: false }).format(
    Math.abs(value) >= 1000 ? Math.round(value) : value,
  );
}

function exponent(value: number, locale: string, digits: number): string {
  const [mantissa, power] = value.toExponential(digits - 1).split('e');
  return `${new Intl.NumberFormat(locale, { maximumSignificantDigits: digits }).format(Number(mantissa))}e${Number(power)}`;
}
