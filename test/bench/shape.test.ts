import { describe, expect, it } from 'vitest';
import { crossings, decodeFlops, keptBytes, profileOf, slopeAt } from '@/engine/bench';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

const profile = (id: string) => profileOf(buildBlueprint(published.find((p) => p.id === id)!.config));
const bf16 = { weightBytes: 2, stateBytes: 2 };

describe('the slope', () => {
  it('of a power is its exponent', () => {
    for (const p of [0, 0.5, 1, 2]) expect(slopeAt((x) => 7 * x ** p, 300)).toBeCloseTo(p, 12);
  });
  it('of a + bL is log2((a + 2bL) / (a + bL)), between 0 and 1', () => {
    const llama = profile('llama-3.1-8b');
    const { constant: a, perToken: b } = llama.decode;
    for (const L of [64, 4096, 262_144]) {
      const slope = slopeAt((x) => decodeFlops(llama, x), L);
      expect(slope).toBeCloseTo(Math.log2((a + 2 * b * L) / (a + b * L)), 12);
      expect(slope).toBeGreaterThan(0);
      expect(slope).toBeLessThan(1);
    }
  });
});

describe('a crossing', () => {
  it('of a Transformer’s cache and a Mamba’s state is state / cache per token, rounded up', () => {
    for (const [a, b] of [
      ['llama-3.1-8b', 'mamba-2.8b'],
      ['llama-2-7b', 'mamba2-2.7b'],
    ] as const) {
      const [transformer, mamba] = [profile(a), profile(b)];
      const found = crossings(
        (L) => keptBytes(transformer, L, bf16),
        (L) => keptBytes(mamba, L, bf16),
        1,
        1 << 20,
      );
      expect(found.map((c) => c.length)).toEqual([Math.floor(mamba.state / transformer.cache) + 1]);
      expect(found[0]!.larger).toBe('first');
    }
  });

  it('of two lines is where algebra puts it', () => {
    const found = crossings(
      (x) => 1000 + 3 * x,
      (x) => 5 * x,
      1,
      100_000,
    );
    expect(found).toEqual([{ length: 501, value: 2503, larger: 'second' }]);
  });

  it('is found twice where two costs cross twice', () => {
    // x² = 1100x − 100000 at 100 and at 1000
    const found = crossings(
      (x) => x * x + 100_000,
      (x) => 1100 * x,
      1,
      1 << 16,
    );
    expect(found.map((c) => [c.length, c.larger])).toEqual([
      [101, 'second'],
      [1001, 'first'],
    ]);
  });

  it('is none where costs are equal or keep their order', () => {
    expect(
      crossings(
        (x) => x,
        (x) => x,
        1,
        1000,
      ),
    ).toEqual([]);
    expect(
      crossings(
        (x) => x + 1,
        (x) => x,
        1,
        1000,
      ),
    ).toEqual([]);
  });
});
