/** The glossary: a hundred terms of the field in both languages (glossary.json), each with one line of meaning. */
import type { Text } from '@/engine/blueprint/types';
import entries from './glossary.json';

export interface GlossaryEntry {
  /** The English term in kebab-case: the anchor on the glossary's page and the key of <Term>. */
  readonly key: string;
  readonly en: string;
  readonly es: string;
  readonly meaning: Text;
}

export const glossary: readonly GlossaryEntry[] = entries;
const byKey = new Map(glossary.map((entry) => [entry.key, entry]));

/** The entry of this key. Errors name the closest. */
export function glossaryEntry(key: string): GlossaryEntry {
  const entry = byKey.get(key);
  if (entry) return entry;
  const near = glossary.filter((e) => e.key.includes(key.split('-')[0]!)).map((e) => e.key);
  throw new Error(`<Term k="${key}">: no such entry; near: ${near.join(', ') || 'none'}`);
}
