/**
 * Every number that the prose quotes with <Fact> against the project's facts file (../shared/facts.md), which counted them by other means.
 * Each entry carries the section that it was read in; a <Fact> without an entry fails, so that no number goes into the text unchecked.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales } from '@/components/i18n/locales';
import { type FactKind, type FactQuestion, factText, factValue } from '@/components/prose/fact';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

/** [model, what, value, section] with the digits that facts.md gives; `context` in tokens where it matters. */
const FACTS: readonly (readonly [string, FactKind, number, string, number?])[] = [
  ['mamba-130m', 'parametersExact', 129_135_360, '1.2, sizes'],
  ['mamba-2.8b', 'parameters', 2_768_345_600, '1.2, sizes'],
  ['mamba2-2.7b', 'parameters', 2_702_599_680, '1.3, sizes'],
  ['jamba-1.5-mini', 'parameters', 51.57e9, '1.4'],
  ['jamba-1.5-mini', 'activeParameters', 12.11e9, '1.4'],
  ['jamba-1.5-mini', 'weightBytes', 2 * 51.57e9, '1.4: 51.57 B in 16 bits'],
  ['jamba-1.5-large', 'parameters', 398.6e9, '1.4'],
  ['jamba-1.5-large', 'activeParameters', 94.15e9, '1.4'],
  ['mamba2-hybrid-8b', 'parameters', 8.65e9, '1.5'],
  ['llama-3.1-8b', 'kvBytesPerToken', 131_072, '2.3, KV cache'],
  ['llama-3.1-8b', 'kvBytes', 512 * MiB, '2.3, KV cache', 4096],
  ['llama-3.1-8b', 'kvBytes', 16 * GiB, '2.3, KV cache: 131,072 B a token', 131_072],
  ['llama-3.1-8b', 'kvBytes', 32 * GiB, '2.3, KV cache', 262_144],
  ['llama-3.1-70b', 'kvBytes', 80 * GiB, '2.3, KV cache', 262_144],
  ['llama-2-7b', 'kvBytes', 128 * GiB, '2.3, KV cache', 262_144],
  ['jamba-1.5-mini', 'kvBytes', 2 * GiB, '2.3, KV cache: 16,384 B a token', 131_072],
  ['jamba-1.5-mini', 'kvBytes', 4 * GiB, '2.3, KV cache', 262_144],
  ['jamba-1.5-large', 'kvBytes', 9 * GiB, '2.3, KV cache', 262_144],
  ['mamba2-hybrid-8b', 'kvBytesPerToken', 16_384, '2.3, KV cache'],
  ['mamba2-hybrid-8b', 'kvBytes', 2 * GiB, '2.3, KV cache', 131_072],
  ['mamba2-hybrid-8b', 'kvBytes', 4 * GiB, '2.3, KV cache', 262_144],
  ['mamba-130m', 'stateBytes', 2 * (589_824 + 147_456), '2.3, state'],
  ['mamba-2.8b', 'stateBytes', 2 * (5_242_880 + 1_310_720), '2.3, state'],
  ['mamba2-130m', 'stateBytes', 2 * (4_718_592 + 172_032), '2.3, state'],
  ['mamba2-2.7b', 'stateBytes', 2 * (41_943_040 + 1_376_256), '2.3, state'],
  ['jamba-1.5-mini', 'stateBytes', 2 * (3_670_016 + 917_504), '2.3, state'],
  ['jamba-1.5-large', 'stateBytes', 2 * (16_515_072 + 4_128_768), '2.3, state'],
  ['mamba2-hybrid-8b', 'stateBytes', 2 * (25_165_824 + 983_040), '2.3, state'],
  // A Transformer keeps no state beside its cache.
  ['llama-2-7b', 'stateBytes', 0, '2.3'],
  ['llama-3.1-8b', 'stateBytes', 0, '2.3'],
  ['llama-3.1-70b', 'stateBytes', 0, '2.3'],
];

const keyOf = ({ model, of, context }: FactQuestion) => [model, of, context ?? 'any length'].join(' ');

/** The facts that the chapters quote in a language, each once. */
function quoted(locale: string): Map<string, FactQuestion> {
  const found = new Map<string, FactQuestion>();
  for (const file of readdirSync(`content/${locale}`))
    for (const [, attributes] of readFileSync(`content/${locale}/${file}`, 'utf8').matchAll(/<Fact ([^/]+)\/>/g)) {
      const read = (name: string) => new RegExp(`${name}=["{]([^"}]+)`).exec(attributes!)?.[1];
      const [context, bytes] = [read('context'), read('bytes')];
      const question: FactQuestion = {
        model: read('model')!,
        of: read('of') as FactKind,
        ...(context ? { context: Number(context) } : {}),
        ...(bytes ? { bytes: Number(bytes) } : {}),
      };
      found.set(keyOf(question), question);
    }
  return found;
}

describe('numbers computed in the prose', () => {
  it.each(FACTS.map(([model, of, value, section, context]) => ({ model, of, value, section, context })))(
    '$model: $of is $value (facts.md, section $section)',
    ({ model, of, value, context }) => {
      const computed = factValue({ model, of, ...(context ? { context } : {}) });
      // Billions are given to three or four digits there, all else exactly.
      if (value > 3e9 && value % GiB !== 0) expect(Math.abs(computed / value - 1)).toBeLessThan(1e-3);
      else expect(computed).toBe(value);
    },
  );

  it.each(locales)('are all in the table: %s', (locale) => {
    const known = new Set(
      FACTS.map(([model, of, , , context]) => keyOf({ model, of, ...(context ? { context } : {}) })),
    );
    for (const [key, { bytes }] of quoted(locale)) {
      expect(known, key).toContain(key);
      // The table is in 16 bits throughout.
      expect(bytes ?? 2, key).toBe(2);
    }
    expect(quoted(locale).size).toBeGreaterThan(20);
  });

  it('read the same in both languages but for the words of the units', () => {
    for (const question of quoted('en').values()) {
      const digits = (text: string) => text.replace(/[\s,\u202F]/g, '').replace(/[^\d.]/g, '');
      expect(digits(factText(question, 'es'))).toBe(digits(factText(question, 'en')));
    }
  });
});
