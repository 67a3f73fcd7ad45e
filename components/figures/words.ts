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
