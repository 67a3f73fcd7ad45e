import { describe, expect, it } from 'vitest';
import {
  bound,
  decodeBound,
  decodeBytes,
  largestBatch,
  longestContext,
  memoryBytes,
  prefillBound,
  profileOf,
  tokensPerSecond,
  transformer8b,
} from '@/engine/bench';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

const of = (config: unknown) => profileOf(buildBlueprint(config));
const hybrid = of(published.find((p) => p.id === 'mamba2-hybrid-8b')!.config);
const mamba = of(published.find((p) => p.id === 'mamba-130m')!.config);
const transformer = of(transformer8b.config);
const bf16 = { weightBytes: 2, stateBytes: 2 };
const GiB = 2 ** 30;

describe('what fits in memory', () => {
  it('is the longest context that does: one token more does not', () => {
    for (const [profile, memory, batch] of [
      [transformer, 24, 1],
      [transformer, 80, 7],
      [hybrid, 20, 3],
    ] as const) {
      const length = longestContext(profile, memory * GiB, batch, bf16);
      // Counted token by token around the answer, from far enough below to see it go over once.
      const fits = (L: number) => memoryBytes(profile, L, batch, bf16) <= memory * GiB;
      const brute = Array.from({ length: 2000 }, (_, i) => length - 1000 + i).filter((L) => L >= 0 && fits(L));
      expect(brute.at(-1)).toBe(length);
      expect(length).toBeGreaterThan(0);
    }
  });
  it('is nothing if the weights are too large, and has no end without a cache', () => {
    expect(longestContext(transformer, 15 * GiB, 1, bf16)).toBe(0);
    expect(longestContext(mamba, 1 * GiB, 1, bf16)).toBe(Number.POSITIVE_INFINITY);
    expect(longestContext(mamba, 0.2 * GiB, 1, bf16)).toBe(0);
  });
  it('is the largest batch that does: one sequence more does not', () => {
    for (const [profile, length] of [
      [transformer, 4096],
      [hybrid, 100_000],
      [mamba, 5],
    ] as const) {
      let brute = 0;
      while (memoryBytes(profile, length, brute + 1, bf16) <= 24 * GiB) brute++;
      expect(largestBatch(profile, 24 * GiB, length, bf16)).toBe(brute);
    }
    expect(largestBatch(transformer, 10 * GiB, 4096, bf16)).toBe(0);
  });
});

describe('the roofline', () => {
  const roof = { flops: 100, bandwidth: 10 };
  it('takes the scarcer of arithmetic and bandwidth', () => {
    expect(bound(1000, 10, roof)).toEqual({ seconds: 10, by: 'arithmetic', intensity: 100 });
    expect(bound(100, 1000, roof)).toEqual({ seconds: 100, by: 'bandwidth', intensity: 0.1 });
  });
  it('says that an A100 decodes by bandwidth and reads by arithmetic', () => {
    const a100 = { flops: 312e12, bandwidth: 2039e9 };
    expect(decodeBound(transformer, 2048, 1, bf16, a100).by).toBe('bandwidth');
    expect(prefillBound(transformer, 2048, 1, bf16, a100).by).toBe('arithmetic');
    expect(tokensPerSecond(transformer, 2048, 8, bf16, a100)).toBeCloseTo(
      8 / (decodeBytes(transformer, 2048, 8, bf16) / 2039e9),
      6,
    );
  });
});

describe('"up to 8 times" (Waleffe et al., arXiv:2406.07887: predicted, batch 32)', () => {
  const ratio = (length: number, batch: number) =>
    decodeBytes(transformer, length, batch, bf16) / decodeBytes(hybrid, length, batch, bf16);
  it('is what 32 long texts make of it', () => {
    expect(ratio(2048, 32)).toBeCloseTo(2.51, 2);
    expect(ratio(4096, 32)).toBeCloseTo(4.04, 2);
    expect(ratio(8192, 32)).toBeCloseTo(6.67, 2);
    expect(ratio(11_000, 32)).toBeGreaterThan(8);
  });
  it('is almost nothing for one short text', () => {
    expect(ratio(2048, 1)).toBeCloseTo(1.05, 2);
  });
});

it('the NVIDIA Transformer has 8.54 B parameters', () => {
  expect((transformer.parameters / 1e9).toFixed(2)).toBe('8.54');
});
