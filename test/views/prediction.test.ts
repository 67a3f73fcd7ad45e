/** What the model says, early and late; how surprised it is; what a change moved. */
import { describe, expect, it } from 'vitest';
import {
  compareDistributions,
  divergenceOf,
  entropyOf,
  largest,
  probabilitiesOf,
  rankOf,
  readView,
  surprise,
  surpriseOf,
} from '@/engine/views';
import { normals } from '../random-model';
import { T, tapsOf, text, tiny } from './tiny';

describe('a distribution', () => {
  const logits = normals(4, 50);
  it('sums to 1 and knows the surprise, entropy and divergence of its tokens', () => {
    const p = probabilitiesOf(logits);
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(surpriseOf(logits, 7)).toBeCloseTo(-Math.log2(p[7]), 12);
    expect(entropyOf(p)).toBeCloseTo(
      p.reduce((sum, v, id) => sum + v * surpriseOf(logits, id), 0),
      12,
    );
    expect(entropyOf(probabilitiesOf([0, 0, 0, 0]))).toBeCloseTo(2, 12);
    expect(divergenceOf(p, p)).toBe(0);
    expect(divergenceOf([1, 0], [0.25, 0.75])).toBeCloseTo(2, 12);
  });
  it('stays finite for logits that exp cannot hold, and for parts of an array', () => {
    expect(probabilitiesOf([1000, 999, -1000])[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(surpriseOf([1000, -1000], 1)).toBeCloseTo(2000 / Math.LN2, 9);
    expect([...probabilitiesOf([9, 9, 1, 1, 9], 2, 2)]).toEqual([0.5, 0.5]);
    expect(surpriseOf([9, 9, 1, 1, 9], 1, 2, 2)).toBeCloseTo(1, 12);
  });
  it('orders its tokens as sampling does: ties by the lowest id', () => {
    expect(largest([1, 3, 2, 3, 0], 3)).toEqual([1, 3, 2]);
    expect(largest([1, 2], 5)).toEqual([1, 0]);
    expect([0, 1, 2, 3, 4].map((id) => rankOf([1, 3, 2, 3, 0], id))).toEqual([4, 1, 3, 2, 5]);
    const order = [...logits.keys()].sort((a, b) => logits[b] - logits[a] || a - b);
    expect(largest(logits, 50)).toEqual(order);
    order.forEach((id, place) => {
      expect(rankOf(logits, id)).toBe(place + 1);
    });
  });
});

describe.each(['mamba', 'jamba', 'llama', 's4d complex'] as const)('the early readings of %s', (name) => {
  it('are the softmax of its early logits, and those of the last layer are the answer', async () => {
    const model = await tiny(name);
    const tokens = text(model, 35); // more than one piece of 32
    const view = await readView(model, tokens, { name: 'early-readings', options: { top: 3 } });
    const last = model.blueprint.layers.length - 1;
    expect(view.ids.shape).toEqual([last + 1, 35, 3]);
    const V = model.blueprint.vocabSize;
    const taps = await tapsOf(model, ['layers.0.early_logits', 'logits'], tokens);
    for (const t of [0, 31, 32, 34]) {
      const early = probabilitiesOf(taps.get('layers.0.early_logits')!.data, t * V, V);
      const final = probabilitiesOf(taps.get('logits')!.data, t * V, V);
      const answer = largest(final, 1)[0];
      expect([...view.ids.data.slice(3 * t, 3 * t + 3)]).toEqual(largest(early, 3));
      largest(early, 3).forEach((id, k) => {
        expect(view.probabilities.data[3 * t + k]).toBeCloseTo(early[id], 6);
      });
      expect(view.entropy.data[t]).toBeCloseTo(entropyOf(early), 4);
      expect(view.divergence.data[t]).toBeCloseTo(divergenceOf(final, early), 4);
      expect(view.probability.data[t]).toBeCloseTo(early[answer], 6);
      expect(view.rank.data[t]).toBe(rankOf(early, answer));
      // After the last layer nothing remains to change.
      expect(view.ids.data[(last * 35 + t) * 3]).toBe(answer);
      expect(view.divergence.data[last * 35 + t]).toBeLessThan(1e-6);
      expect(view.rank.data[last * 35 + t]).toBe(1);
    }
  });
});

it('the early readings leave out rows that only pad the vocabulary', async () => {
  const model = await tiny('mamba');
  const view = await readView(model, text(model), { name: 'early-readings', options: { top: 5, vocabulary: 5 } });
  expect(Math.max(...view.ids.data)).toBe(4);
  expect(view.probabilities.data.slice(0, 5).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
});

describe('the surprise of a text', () => {
  it('is -log2 of what the model gave to each next token; perplexity is 2 to its mean', async () => {
    const model = await tiny('mamba2 with groups');
    const tokens = text(model);
    const logits = (await tapsOf(model, ['logits'])).get('logits')!;
    const view = surprise(logits, tokens);
    const V = model.blueprint.vocabSize;
    let sum = 0;
    for (let t = 1; t < T; t++) {
      const p = probabilitiesOf(logits.data, (t - 1) * V, V);
      expect(view.surprise.data[t]).toBeCloseTo(-Math.log2(p[tokens[t]]), 4);
      expect(view.expected.data[t]).toBeCloseTo(entropyOf(p), 4);
      expect(view.rank.data[t]).toBe(rankOf(p, tokens[t]));
      sum -= Math.log(p[tokens[t]]);
    }
    expect(view.surprise.data[0]).toBeNaN();
    expect(view.perplexity / Math.exp(sum / (T - 1))).toBeCloseTo(1, 9);
  });
  it('of a model that knows nothing is the size of the vocabulary', () => {
    const view = surprise({ shape: [4, 8], data: new Float32Array(32) }, [0, 1, 2, 3]);
    expect([...view.surprise.data.slice(1)]).toEqual([3, 3, 3]);
    expect(view.perplexity).toBeCloseTo(8, 12);
    const unpadded = surprise({ shape: [4, 8], data: new Float32Array(32) }, [0, 1, 2, 3], 4);
    expect(unpadded.perplexity).toBeCloseTo(4, 12);
  });
  it('refuses logits of another text', () => {
    expect(() => surprise({ shape: [4, 8], data: new Float32Array(32) }, [0, 1])).toThrow(
      'logits of 4 tokens cannot judge a text of 2',
    );
  });
});

describe('two distributions', () => {
  it('are compared by what moved', () => {
    const before = [Math.log(0.5), Math.log(0.25), Math.log(0.125), Math.log(0.125)];
    const after = [Math.log(0.125), Math.log(0.25), Math.log(0.5), Math.log(0.125)];
    const c = compareDistributions(before, after, { count: 2 });
    expect(c.moved).toBeCloseTo(0.375, 12);
    expect(c.divergence).toBeCloseTo(0.5 * 2 - 0.125 * 2, 12);
    expect(c.jensenShannon).toBeGreaterThan(0);
    expect(c.jensenShannon).toBeLessThan(1);
    expect(c.changes.map((x) => x.id)).toEqual([0, 2]);
    expect(c.changes[1]).toMatchObject({ rankBefore: 3, rankAfter: 1 });
    expect(c.changes[1].after - c.changes[1].before).toBeCloseTo(0.375, 12);
    expect(c.top.map((x) => x.id)).toEqual([0, 2]);
    expect(c.entropy.before).toBeCloseTo(1.75, 12);
  });
  it('that are equal have moved nothing', () => {
    const logits = normals(8, 30);
    const c = compareDistributions(logits, logits);
    expect([c.divergence, c.jensenShannon, c.moved, c.changes.length]).toEqual([0, 0, 0, 0]);
    expect(c.top.length).toBe(10);
  });
  it('need one vocabulary', () => {
    expect(() => compareDistributions([1, 2], [1, 2, 3])).toThrow('the two distributions have 2 and 3 tokens');
  });
});
