/** Small tokenizers of each kind, held against the reference library (test/fixtures/tokenizers/make.py). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTokenizer, type Tokenizer } from '@/engine/tokenizer';

interface Fixture {
  readonly kind: string;
  readonly tokenizer: object;
  readonly cases: readonly { text: string; ids: number[]; special: number[]; decoded: string; all: string }[];
}

function read(name: string): { fixture: Fixture; tokenizer: Tokenizer } {
  const path = fileURLToPath(new URL(`../fixtures/tokenizers/${name}.json`, import.meta.url));
  const fixture = JSON.parse(readFileSync(path, 'utf8')) as Fixture;
  return { fixture, tokenizer: loadTokenizer(JSON.stringify(fixture.tokenizer), `${name}.json`) };
}

describe.each(['byte-level', 'split-bytes', 'byte-fallback'])('a tokenizer of kind %s', (name) => {
  const { fixture, tokenizer } = read(name);

  it('gives the ids of the reference, without and with what it puts around a text', () => {
    for (const { text, ids, special } of fixture.cases) {
      expect(tokenizer.encode(text, { addSpecial: false }).ids, JSON.stringify(text)).toEqual(ids);
      expect(tokenizer.encode(text).ids, JSON.stringify(text)).toEqual(special);
    }
  });

  it('gives the texts of the reference, without and with control tokens', () => {
    for (const { ids, special, decoded, all } of fixture.cases) {
      expect(tokenizer.decode(ids)).toBe(decoded);
      expect(tokenizer.decode(special, { skipSpecial: false })).toBe(all);
    }
  });

  it('gives any ids a text, the same at once and token by token', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(tokenizer.size + 3), { maxLength: 30 }), fc.boolean(), (ids, skipSpecial) => {
        const stream = tokenizer.stream({ skipSpecial });
        const text = ids.map((id) => stream.push(id)).join('') + stream.end();
        expect(text).toBe(tokenizer.decode(ids, { skipSpecial }));
      }),
      { numRuns: 300 },
    );
  });

  it('gives pieces that tile the text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(tokenizer.size - 1), { maxLength: 30 }), (ids) => {
        const pieces = tokenizer.pieces(ids);
        const text = tokenizer.decode(ids);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const [i, { start, end }] of pieces.entries()) {
          expect(start).toBe(i === 0 ? 0 : pieces[i - 1]!.end);
          expect(text.slice(start, end)).toBe(pieces[i]!.text);
        }
      }),
      { numRuns: 300 },
    );
  });
});
