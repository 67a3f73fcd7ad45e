import { useLocale } from 'next-intl';

/**
 * The words of one figure in both languages, kept with the figure so that they are loaded with it. A key that one language lacks is an
 * error of types.
 */
export type FigureWords<K extends string> = {
  readonly en: Readonly<Record<K, string>>;
  readonly es: Readonly<Record<K, string>>;
};

export const defineWords = <K extends string>(words: FigureWords<K>): FigureWords<K> => words;

/** The words of the page's language. */
export function useWords<K extends string>(words: FigureWords<K>): Readonly<Record<K, string>> {
  return words[useLocale()];
}

/** 'Claim {n}' with n in its place. What it has no value for stays as it is, so that a mistake is seen. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
