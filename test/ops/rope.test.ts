import { describe, expect, it } from 'vitest';
import { ropeFrequencies } from '../../engine/ops';

const attrs = (more: object) => ({
  headDim: 16,
  theta: 10_000,
  type: 'default',
  factor: 1,
  lowFreqFactor: 0,
  highFreqFactor: 0,
  originalMaxPositions: 0,
  ...more,
});

describe('the angle per position of each pair', () => {
  // inv_freq of LlamaRotaryEmbedding, transformers 5.18.0, head_dim 16, printed with 8 digits (they are f32 there)
  const cases: [string, Parameters<typeof ropeFrequencies>[0], number[]][] = [
    ['default', attrs({}), [1, 0.31622776, 0.1, 0.031622779, 0.0099999998, 0.0031622779, 0.001, 0.00031622779]],
    [
      'linear',
      attrs({ type: 'linear', factor: 4 }),
      [0.25, 0.079056941, 0.025, 0.0079056947, 0.0024999999, 0.00079056947, 0.00025000001, 7.9056947e-5],
    ],
    [
      'llama3',
      attrs({
        type: 'llama3',
        theta: 500_000,
        factor: 8,
        lowFreqFactor: 1,
        highFreqFactor: 4,
        originalMaxPositions: 64,
      }),
      // 1 is fast and kept, the second is blended, the rest is divided by 8
      [1, 0.079403013, 0.0047007538, 0.00091158313, 0.00017677668, 3.4281024e-5, 6.6478697e-6, 1.2891732e-6],
    ],
  ];
  it.each(cases)('%s agrees with transformers', (_, given, expected) => {
    const got = ropeFrequencies(given);
    expect(got.length).toBe(8);
    // 2^-22: the reference took two or three roundings of f32 to get there.
    for (const [i, f] of expected.entries()) expect(Math.abs(got[i]! / f - 1), `pair ${i}`).toBeLessThan(2 ** -22);
  });
});
