import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformAt } from '@/engine/session/random';
import { argmax, checkSampling, distribution, drawToken, logSumExp } from '@/engine/session/sampling';

const logitsArb = fc
  .array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((a) => Float32Array.from(a));

describe('distribution', () => {
  it('is the softmax when nothing is cut', () => {
    const logits = Float32Array.of(1, 3, 2);
    const { ids, probabilities } = distribution(logits, { temperature: 1 });
    expect([...ids]).toEqual([1, 2, 0]);
    const z = Math.exp(1) + Math.exp(3) + Math.exp(2);
    [3, 2, 1].forEach((x, i) => {
      expect(probabilities[i]).toBeCloseTo(Math.exp(x) / z, 12);
    });
  });

  it('keeps the smallest set that reaches top-p, and never fewer than one', () => {
    const logits = Float32Array.from([0.5, 0.3, 0.15, 0.05].map(Math.log));
    expect([...distribution(logits, { temperature: 1, topP: 0.8 }).ids]).toEqual([0, 1]);
    expect([...distribution(logits, { temperature: 1, topP: 0.81 }).ids]).toEqual([0, 1, 2]);
    expect([...distribution(logits, { temperature: 1, topP: 1e-9 }).ids]).toEqual([0]);
  });

  it('applies top-k before top-p', () => {
    const logits = Float32Array.from([0.4, 0.3, 0.2, 0.1].map(Math.log));
    // Within the first two, the first has 4/7 = 0.57 of the mass: enough for p = 0.5, though it has 0.4 of the whole.
    expect([...distribution(logits, { temperature: 1, topK: 2, topP: 0.5 }).ids]).toEqual([0]);
  });

  it('breaks ties towards the lowest id and sums to one for any logits', () => {
    expect([...distribution(Float32Array.of(2, 2, 2), { temperature: 1, topK: 2 }).ids]).toEqual([0, 1]);
    fc.assert(
      fc.property(
        logitsArb,
        fc.double({ min: 0.05, max: 5, noNaN: true }),
        fc.integer({ min: 0, max: 70 }),
        (logits, temperature, topK) => {
          const { ids, probabilities } = distribution(logits, { temperature, topK });
          expect(new Set(ids).size).toBe(ids.length);
          expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
          expect(ids[0]).toBe(argmax(logits));
        },
      ),
    );
  });

  it('refuses options out of range, naming value and rule', () => {
    expect(() => checkSampling({ temperature: -1 })).toThrow('temperature must be in [0, 100]; got -1');
    expect(() => checkSampling({ temperature: Number.NaN })).toThrow('got NaN');
    expect(() => checkSampling({ topP: 0 })).toThrow('topP must be in (0, 1]; got 0');
    expect(() => checkSampling({ topK: 1.5 })).toThrow('topK must be a whole number');
    expect(() => checkSampling({ seed: 0.5 })).toThrow('seed must be a whole number');
  });
});

describe('drawToken', () => {
  it('draws each token about as often as its probability says', () => {
    const logits = Float32Array.from([0.6, 0.3, 0.1].map(Math.log));
    const counts = [0, 0, 0];
    const draws = 20_000;
    for (let position = 0; position < draws; position++)
      counts[drawToken(logits, position, { temperature: 1, seed: 7 })]!++;
    // Five standard deviations of a binomial share: sqrt(p(1-p)/n) ≤ 0.0035.
    [0.6, 0.3, 0.1].forEach((p, i) => {
      expect(Math.abs(counts[i]! / draws - p)).toBeLessThan(0.018);
    });
  });

  it('depends on seed and position only', () => {
    expect(uniformAt(1, 5)).toBe(uniformAt(1, 5));
    expect(uniformAt(1, 5)).not.toBe(uniformAt(2, 5));
    expect(uniformAt(1, 5)).not.toBe(uniformAt(1, 6));
    const values = Array.from({ length: 5000 }, (_, i) => uniformAt(3, i));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(0.5, 1);
  });

  it('is greedy at temperature 0, lowest id first', () => {
    expect(drawToken(Float32Array.of(0, 4, 4), 9, { temperature: 0, seed: 3 })).toBe(1);
  });
});

it('logSumExp does not overflow', () => {
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
});
