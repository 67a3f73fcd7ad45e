import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '@/engine/tokenizer';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const tokenizer = loadTokenizer(read('../../public/models/stories-15m/tokenizer.json'));
const fixture = JSON.parse(read('../fixtures/tokenizer-stories.json')) as {
  vocabulary: number;
  cases: { text: string; ids: number[] }[];
};

describe('the stories tokenizer', () => {
  it('gives the ids of the reference for every text of the fixture', () => {
    expect(tokenizer.size).toBe(fixture.vocabulary);
    expect(fixture.cases.length).toBeGreaterThan(50);
    for (const { text, ids } of fixture.cases)
      expect(tokenizer.encode(text, { addSpecial: false }).ids, text).toEqual(ids);
  });

  it('decodes the ids of the fixture back to the text', () => {
    for (const { text, ids } of fixture.cases) expect(tokenizer.decode(ids)).toBe(text);
  });

  it('puts <s> in front unless it is told not to, as transformers does', () => {
    expect(tokenizer.encode('Once upon a time').ids[0]).toBe(1);
    expect(tokenizer.encode('').ids).toEqual([1]);
    expect(tokenizer.encode('', { addSpecial: false }).ids).toEqual([]);
  });

  it('loses nothing of any text but "▁", which is its sign for a space', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }).filter((t) => !t.includes('▁')),
        (text) => {
          expect(tokenizer.decode(tokenizer.encode(text, { parseSpecial: false }).ids)).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });
});
