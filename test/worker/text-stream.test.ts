import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextStream } from '@/engine/worker/text-stream';

/** A tokenizer of single bytes, the hardest case: most characters take several tokens. */
const bytes = { decode: (ids: readonly number[]) => new TextDecoder().decode(Uint8Array.from(ids)) };
/** Words that begin with a space, which is dropped at the start of a text as Llama's tokenizer does. */
const WORDS = [' Once', ' upon', ' a', ' time', ','];
const words = {
  decode: (ids: readonly number[]) =>
    ids
      .map((id) => WORDS[id]!)
      .join('')
      .replace(/^ /, ''),
};

describe('TextStream', () => {
  it('gives pieces that join to the whole text, never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\uFFFD'));
        const stream = new TextStream(bytes);
        const pieces = [...new TextEncoder().encode(text)].map((byte) => stream.push(byte));
        expect(pieces.join('')).toBe(text);
      }),
    );
  });

  it('keeps the space before a word, and none before the first', () => {
    const stream = new TextStream(words);
    expect([0, 1, 4, 2].map((id) => stream.push(id))).toEqual(['Once', ' upon', ',', ' a']);
  });

  it('goes on after text already seen', () => {
    const stream = new TextStream(words, [0, 1]);
    expect(stream.push(2)).toBe(' a');
  });

  it('gives up on bytes that are no character', () => {
    const stream = new TextStream(bytes);
    const pieces = [0xff, 0xff, 0xff, 0xff, 0x41].map((byte) => stream.push(byte));
    expect(pieces.join('')).toContain('\uFFFD');
    expect(pieces.at(-1)).toContain('A');
  });
});
