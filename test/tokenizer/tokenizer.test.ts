import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '@/engine/errors';
import { checkVocabulary, loadTokenizer } from '@/engine/tokenizer';

const json = readFileSync(
  fileURLToPath(new URL('../../public/models/stories-15m/tokenizer.json', import.meta.url)),
  'utf8',
);
const stories = loadTokenizer(json);
const ids = (text: string) => [...stories.encode(text, { addSpecial: false }).ids];

describe('pieces', () => {
  it('say which characters each token writes and where', () => {
    const { pieces } = stories.encode('Once upon a 🙂!');
    expect(pieces.map(({ display, text, start, end, special }) => [display, text, start, end, special])).toEqual([
      ['<s>', '', 0, 0, true],
      [' Once', 'Once', 0, 4, false],
      [' upon', ' upon', 4, 9, false],
      [' a', ' a', 9, 11, false],
      [' ', ' ', 11, 12, false],
      ['⟨F0⟩', '', 12, 12, false],
      ['⟨9F⟩', '', 12, 12, false],
      ['⟨99⟩', '', 12, 12, false],
      ['⟨82⟩', '🙂', 12, 14, false],
      ['!', '!', 14, 15, false],
    ]);
    expect([...pieces[5]!.bytes]).toEqual([0xf0]);
    expect(new TextDecoder().decode(pieces[1]!.bytes)).toBe(' Once');
  });

  it('make control characters visible in labels and leave them in the text', () => {
    const { pieces } = stories.encode('\n\t\x7f', { addSpecial: false });
    expect(pieces.map((piece) => piece.display).join('')).toBe(' ␊␉␡');
    expect(pieces.map((piece) => piece.text).join('')).toBe('\n\t\x7f');
    expect(stories.encode('\u0085', { addSpecial: false }).pieces.at(-1)!.text).toBe('\u0085');
  });

  it('show a character that is cut off as U+FFFD at the end and nowhere else', () => {
    const cut = ids('🙂').slice(0, -1);
    expect(stories.pieces(cut).map((piece) => piece.text)).toEqual(['', '', '', '\uFFFD']);
  });
});

describe('a stream of tokens', () => {
  it('never shows half a character', () => {
    const stream = stories.stream();
    const texts = ids('a🙂日b').map((id) => stream.push(id));
    expect(texts.join('') + stream.end()).toBe('a🙂日b');
    expect(texts.some((text) => text.includes('\uFFFD'))).toBe(false);
  });

  it('shows bytes that can never become a character as U+FFFD and goes on', () => {
    const [, f0] = ids('🙂');
    const stream = stories.stream();
    expect(stream.push(f0!) + stream.push(ids('b')[0]!)).toBe('\uFFFD b');
  });

  it('keeps the space before the first word when the text goes on from an earlier one', () => {
    const [word] = ids('time');
    expect(stories.decode([word!])).toBe('time');
    expect(stories.decode([word!], { continues: true })).toBe(' time');
    expect(stories.stream({ continues: true }).push(word!)).toBe(' time');
    expect(stories.pieces([word!], { continues: true })[0]).toMatchObject({ text: ' time', start: 0, end: 5 });
  });

  it('that goes on from a prompt writes what the whole would', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stories.size - 1), { minLength: 1, maxLength: 20 }), fc.nat(19), (all, cut) => {
        const at = Math.min(cut, all.length);
        const stream = stories.stream();
        const head = all
          .slice(0, at)
          .map((id) => stream.push(id))
          .join('');
        const tail =
          all
            .slice(at)
            .map((id) => stream.push(id))
            .join('') + stream.end();
        expect(head + tail).toBe(stories.decode(all));
      }),
    );
  });
});

describe('added tokens of a byte-level tokenizer', () => {
  // "é" is how byte E9 is written there, and half a character; as an added token it is the letter itself. "日" is no byte at all.
  const tokenizer = loadTokenizer(
    JSON.stringify({
      model: { type: 'BPE', vocab: { a: 0, é: 1, 日: 2 }, merges: [] },
      decoder: { type: 'ByteLevel' },
      added_tokens: [{ id: 3, content: 'é!', special: false }],
    }),
  );

  it('stand for their own text, other tokens for bytes', () => {
    expect(tokenizer.decode([3])).toBe('é!');
    expect([...tokenizer.bytes(1)]).toEqual([0xe9]);
    expect(tokenizer.decode([2])).toBe('日');
  });
});

describe('text that must stay text', () => {
  it('can hold the names of control tokens', () => {
    const text = 'a<s>b</s> <unk>';
    expect(ids(text)).toContain(1);
    const plain = stories.encode(text, { addSpecial: false, parseSpecial: false });
    expect(plain.ids.some((id) => stories.isSpecial(id))).toBe(false);
    expect(stories.decode(plain.ids)).toBe(text);
  });

  it('still gets <s> in front', () => {
    expect(stories.encode('a', { parseSpecial: false }).ids).toEqual(stories.encode('a').ids);
    expect(stories.encode('a').ids[0]).toBe(1);
  });

  it('survives encoding and decoding whole, whatever it holds', () => {
    // "▁" is the tokenizer's own sign for a space, in every tokenizer of Llama's family; half a surrogate pair is no text.
    const text = fc.string({ unit: 'binary', maxLength: 60 }).filter((t) => !t.includes('▁'));
    const blanks = fc.string({
      unit: fc.constantFrom(' ', '\n', '\t', '\r', '\u00a0', '\u3000', '\0', 'a'),
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.oneof(text, blanks), (t) => {
        expect(stories.decode(stories.encode(t, { parseSpecial: false }).ids)).toBe(t.toWellFormed());
      }),
      { numRuns: 1000 },
    );
  });

  it('turns half a surrogate pair into U+FFFD, as UTF-8 does', () => {
    expect(stories.decode(stories.encode('a\ud83db').ids)).toBe('a\uFFFDb');
    expect(stories.decode(stories.encode('\ude42').ids)).toBe('\uFFFD');
  });

  it('of a hundred thousand characters is encoded in seconds', () => {
    const long = 'Once upon a time there was a little girl. '.repeat(2400);
    const encoded = stories.encode(long);
    expect(stories.decode(encoded.ids)).toBe(long);
  });
});

describe('a bad tokenizer.json is refused with code bad-tokenizer:', () => {
  const model = { type: 'BPE', vocab: { a: 0, b: 1 }, merges: [] };

  it.each([
    ['no JSON', '<html>', 'not valid JSON'],
    ['no object', '[]', 'must hold one JSON object'],
    ['no model', '{}', '"model" is missing'],
    ['no vocabulary', JSON.stringify({ model: { type: 'BPE' } }), '"model.vocab" is missing'],
    ['an empty vocabulary', JSON.stringify({ model: { type: 'BPE', vocab: {}, merges: [] } }), 'vocabulary is empty'],
    ['a negative id', JSON.stringify({ model: { ...model, vocab: { a: -1 } } }), 'token "a": invalid id'],
    ['an id of a billion', JSON.stringify({ model: { ...model, vocab: { a: 1e9 } } }), '1000000000'],
    ['an id that is text', JSON.stringify({ model: { ...model, vocab: { a: '0' } } }), 'invalid id'],
    ['added tokens that are no list', JSON.stringify({ model, added_tokens: {} }), '"added_tokens"'],
    ['an added token without content', JSON.stringify({ model, added_tokens: [{ id: 2 }] }), 'must be a string'],
    ['no merges', JSON.stringify({ model: { type: 'BPE', vocab: { a: 0 } } }), 'could not be read'],
    ['an unknown model', JSON.stringify({ model: { ...model, type: 'Magic', vocab: 7 } }), '"model.vocab"'],
    ['an unknown decoder', JSON.stringify({ model, decoder: { type: 'CTC' } }), 'decoder CTC is not supported'],
    ['an unknown normalizer', JSON.stringify({ model, normalizer: { type: 'Magic' } }), 'Magic'],
  ])('%s', (_, text, message) => {
    try {
      loadTokenizer(text, 'tokenizer.json of x');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      expect((error as EngineError).code).toBe('bad-tokenizer');
      expect((error as EngineError).message).toContain('tokenizer.json of x');
      expect((error as EngineError).message).toContain(message);
    }
  });
});

describe('checkVocabulary', () => {
  it('takes a model with rows to spare and refuses one with too few, with both numbers', () => {
    expect(() => checkVocabulary(stories, 5272, 'x')).not.toThrow();
    expect(() => checkVocabulary(stories, 5280, 'x')).not.toThrow();
    try {
      checkVocabulary(stories, 5271, 'stories');
      expect.unreachable();
    } catch (error) {
      expect((error as EngineError).code).toBe('bad-tokenizer');
      expect((error as EngineError).message).toBe(
        "stories: the tokenizer has ids up to 5271; the model's vocabulary ends at 5270",
      );
    }
  });
});
