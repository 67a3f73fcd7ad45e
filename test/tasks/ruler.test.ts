import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '@/engine/checkpoint/source';
import {
  candidateIds,
  candidateShares,
  type EncodePlain,
  type RulerKind,
  rulerExample,
  rulerTask,
  TOYS,
  withoutNeedles,
} from '@/engine/tasks';
import fixture from '../fixtures/ruler.json';

const { stories, tokens } = JSON.parse(readFileSync('public/evaluations/haystack.json', 'utf8')) as {
  stories: string[];
  tokens: number;
};
let encode: EncodePlain;
let haystack: number[];
beforeAll(async () => {
  const tokenizer = (await (await openCheckpoint({ kind: 'folder', path: 'public/models/stories-mamba' })).tokenizer)!;
  encode = (text) => tokenizer.encode(text, { addSpecial: false }).ids;
  haystack = [...stories.flatMap((story) => [1, ...encode(story)]), 1];
});

describe('the small RULER', () => {
  it('has the haystack that Python encoded', () => {
    expect(haystack.length).toBe(tokens);
  });
  it.each(fixture.examples)('makes the example of Python: $kind, $length tokens, seed $seed', (expected) => {
    const kind = expected.kind as RulerKind;
    const { hidden, question, answer } = rulerTask(kind, expected.seed);
    expect({ hidden, question, answer }).toEqual({
      hidden: expected.hidden,
      question: expected.question,
      answer: expected.answer,
    });
    const example = rulerExample(kind, expected.length, expected.seed, haystack, encode);
    expect(example.ids).toEqual(expected.ids);
  });
  it('says where each sentence stands, and can leave them out', () => {
    for (const kind of ['needle', 'needles', 'tracking'] as const) {
      const example = rulerExample(kind, 200, 5, haystack, encode);
      for (const [i, text] of [...example.hidden, example.question].entries()) {
        const piece = encode(text);
        expect(example.ids.slice(example.places[i]!, example.places[i]! + piece.length)).toEqual(piece);
      }
      const bare = withoutNeedles(example, encode);
      const gone = example.hidden.reduce((sum, sentence) => sum + encode(sentence).length, 0);
      expect(bare.length).toBe(200 - gone);
      expect(bare.slice(-encode(example.question).length)).toEqual(encode(example.question));
    }
  });
  it('moves a needle to the depth asked for and changes nothing else', () => {
    const [first, last] = [0, 1].map((depth) => rulerExample('needle', 300, 3, haystack, encode, depth));
    expect(first!.places[0]).toBe(1);
    expect(last!.places[1]! - last!.places[0]!).toBe(encode(last!.hidden[0]!).length);
    expect([...first!.ids].sort()).toEqual([...last!.ids].sort());
  });
  it('refuses a length that holds no hay or more than there is', () => {
    for (const length of [10, 1e6])
      expect(() => rulerExample('needle', length, 1, haystack, encode)).toThrow('invalid length');
  });
  it('reads an answer from one token for each candidate', () => {
    const ids = candidateIds(encode);
    expect(new Set(ids).size).toBe(TOYS.length);
    expect(ids).toEqual(TOYS.map((toy) => encode(`it was a ${toy}.`)[3]));
    const shares = candidateShares(
      Float32Array.from({ length: 6000 }, (_, i) => (i === ids[3] ? 2 : 0)),
      ids,
    );
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(shares[3]! / shares[0]!).toBeCloseTo(Math.exp(2), 5);
  });
});
