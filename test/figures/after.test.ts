import { describe, expect, it } from 'vitest';
import { KEYS, keysOf, meanError, readings, WRITES, wanted } from '@/components/figures/delta-rule';
import { HYBRIDS, ratioOf, sortHybrids, yearOf } from '@/components/figures/hybrid-models';
import { exactArea, ruleArea, ruleShape, signal, stepError, weighted } from '@/components/figures/one-step';
import { binomials, reading, type Setting, told, walk } from '@/components/figures/parity';
import { references } from '@/components/prose/references';

describe('counting ones', () => {
  const fade = (a: number): Setting => ({ rule: 'fade', a, angle: 0 });
  const turn = (angle: number): Setting => ({ rule: 'turn', a: 0, angle });

  it('is out of reach of any decay: more ones never give a smaller state, so the answers alternate along the line', () => {
    for (let a = 0; a <= 1; a += 0.05) {
      const ends = binomials(10).map((_, ones) => reading(fade(a), ones));
      for (let i = 1; i < ends.length; i++) expect(ends[i]!).toBeGreaterThanOrEqual(ends[i - 1]!);
      expect(told(fade(a), 10, 2).share).toBeLessThan(0.65);
    }
  });
  it('gets closer to guessing as the strings get longer', () => {
    const share = (length: number) => told(fade(1), length, 2).share;
    expect(share(20)).toBeLessThan(share(10));
    expect(share(10)).toBeLessThan(share(4));
    expect(told(fade(1), 12, 2).guess).toBe(0.5);
  });
  it('is exact for a state that flips, and for one that turns by the right angle', () => {
    expect(told({ rule: 'flip', a: -1, angle: 0 }, 14, 2).share).toBe(1);
    expect(told(turn(180), 14, 2).share).toBe(1);
    expect(told(turn(120), 14, 3).share).toBe(1);
    expect(told(turn(90), 14, 4).share).toBe(1);
    expect(told(turn(180), 14, 3).share).toBeLessThan(0.8);
    expect(told({ rule: 'flip', a: -1, angle: 0 }, 14, 3).share).toBeLessThan(0.8);
  });
  it('agrees with going through all strings one by one', () => {
    const setting = fade(0.8);
    const { share, cut } = told(setting, 6, 2);
    let right = 0;
    for (let n = 0; n < 64; n++) {
      const bits = Array.from({ length: 6 }, (_, i) => (n >> i) & 1);
      const even = bits.reduce((a, b) => a + b) % 2 === 0;
      if (walk(setting, bits).at(-1)! > cut === even) right++;
    }
    expect(Math.max(right, 64 - right) / 64).toBeCloseTo(share, 12);
  });
});

describe('one step', () => {
  const at = { A: -1, step: 0.8, lambda: 0.5 };
  it('knows the exact area: fine rectangles come to the same', () => {
    const n = 20_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (weighted(at, ((i + 0.5) * at.step) / n) * at.step) / n;
    expect(exactArea(at)).toBeCloseTo(sum, 8);
  });
  it('is off by Δ² for Mamba-1 and by Δ³ for the trapezoid with λ = ½', () => {
    const order = (rule: 'euler' | 'zoh' | 'trapezoid') =>
      Math.log2(stepError(rule, { ...at, step: 0.02 }) / stepError(rule, { ...at, step: 0.01 }));
    expect(order('euler')).toBeCloseTo(2, 1);
    expect(order('zoh')).toBeCloseTo(2, 1);
    expect(order('trapezoid')).toBeCloseTo(3, 1);
  });
  it('is Mamba-1 again at λ = 1', () => {
    expect(ruleArea('trapezoid', { ...at, lambda: 1 })).toBe(ruleArea('euler', at));
    expect(ruleArea('euler', at)).toBe(at.step * signal(at.step));
  });
  it('draws shapes that have the area they stand for', () => {
    for (const rule of ['euler', 'trapezoid', 'zoh'] as const) {
      const shape = ruleShape(rule, { ...at, lambda: 0.3 });
      let area = 0;
      for (let i = 1; i < shape.length; i++)
        area += ((shape[i]!.s - shape[i - 1]!.s) * (shape[i]!.y + shape[i - 1]!.y)) / 2;
      // The held curve is drawn with 40 pieces: their chords are off by (Δ/40)² / 12 of it.
      expect(area).toBeCloseTo(ruleArea(rule, { ...at, lambda: 0.3 }), 4);
    }
  });
});

describe('a matrix memory', () => {
  const setting = { alpha: 0.7, beta: 1, overlap: 0 };
  it('has unit keys with the overlap asked for', () => {
    for (const overlap of [0, 0.3, 0.9]) {
      const keys = keysOf(overlap);
      const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
      for (const p of KEYS) for (const q of KEYS) expect(dot(keys[p], keys[q])).toBeCloseTo(p === q ? 1 : overlap, 12);
    }
  });
  it('adds, fades or replaces the value of a key that is written again', () => {
    const fourth = (memory: 'add' | 'fade' | 'delta') => readings({ ...setting, memory }, WRITES)[3]!;
    expect(fourth('add')).toEqual({ red: 4, blue: 5, green: 2 });
    expect(fourth('delta')).toEqual({ red: 1, blue: 5, green: 2 });
    expect(fourth('fade').red).toBeCloseTo(3 * 0.7 ** 3 + 1, 12);
    expect(fourth('fade').blue).toBeCloseTo(5 * 0.7 ** 2, 12);
    expect(wanted(WRITES, 3)).toEqual({ red: 1, blue: 5, green: 2 });
    expect(wanted(WRITES, 0).blue).toBeNull();
  });
  it('is exact with the delta rule for orthogonal keys only', () => {
    const error = (overlap: number) => meanError({ ...setting, memory: 'delta', overlap }, WRITES, 4);
    expect(error(0)).toBeCloseTo(0, 12);
    expect(error(0.4)).toBeGreaterThan(0.1);
  });
  it('halves the way to the new value with β = ½', () => {
    const read = readings({ memory: 'delta', alpha: 1, beta: 0.5, overlap: 0 }, [
      { key: 'red', value: 4 },
      { key: 'red', value: 4 },
    ]);
    expect(read.map(({ red }) => red)).toEqual([2, 3]);
  });
});

describe('the hybrids', () => {
  it('have the ratios of facts-more.md, sections 6.0, 6.3 and 6.4', () => {
    const ratio = (name: string, count: 'mixers' | 'all' = 'mixers') =>
      ratioOf(HYBRIDS.find((m) => m.name === name)!, count)!;
    expect(ratio('Jamba-1.5-Large')).toBe(7);
    expect(ratio('Mamba2-Hybrid')).toBe(6);
    // 7.1 % and 7.7 % attention when every layer counts.
    expect(1 / (1 + ratio('Mamba2-Hybrid', 'all'))).toBeCloseTo(0.0714, 3);
    expect(1 / (1 + ratio('Nemotron-H 8B', 'all'))).toBeCloseTo(0.077, 3);
    expect(ratio('Nemotron-H 56B')).toBeCloseTo(5.4, 1);
    expect(ratio('Nemotron-H 47B')).toBe(9);
    expect(ratio('Nemotron Nano 2')).toBeCloseTo(6.75, 2);
    expect(ratio('Nemotron 3 Nano')).toBeCloseTo(3.83, 2);
    expect(ratio('Nemotron 3 Super')).toBe(5);
    expect(ratio('Nemotron 3 Ultra')).toBe(4);
    expect(ratio('Jamba Reasoning 3B')).toBe(13);
    for (const name of ['Qwen3-Next', 'Kimi Linear', 'Qwen3.5', 'Olmo Hybrid', 'Kimi K3']) expect(ratio(name)).toBe(3);
  });
  it('have as many layers as their sources say', () => {
    const all = (name: string) => {
      const { recurrent, attention, others } = HYBRIDS.find((m) => m.name === name)!.layers!;
      return recurrent + attention + (others ?? 0);
    };
    expect([all('Mamba2-Hybrid'), all('Nemotron-H 8B'), all('Nemotron-H 56B'), all('Nemotron-H 47B')]).toEqual([
      56, 52, 118, 98,
    ]);
    expect([all('Nemotron 3 Super'), all('Nemotron 3 Ultra'), all('Hunyuan-TurboS'), all('MiniMax-01')]).toEqual([
      88, 108, 128, 80,
    ]);
  });
  it('sort by every heading, with what has no value last', () => {
    for (const descending of [false, true]) {
      const sorted = sortHybrids(HYBRIDS, 'ratio', descending, 'mixers').map((m) => ratioOf(m, 'mixers'));
      expect(sorted.slice(-2)).toEqual([null, null]);
      const numbers = sorted.slice(0, -2) as number[];
      expect(numbers).toEqual([...numbers].sort((a, b) => (descending ? b - a : a - b)));
    }
    const years = sortHybrids(HYBRIDS, 'date', false, 'mixers').map((m) => yearOf(m.date));
    expect(years).toEqual([...years].sort((a, b) => a - b));
    expect(yearOf('2025-07')).toBeCloseTo(2025.54, 2);
  });
  it('cite sources that are in the bibliography, each model once', () => {
    expect(new Set(HYBRIDS.map(({ name }) => name)).size).toBe(HYBRIDS.length);
    for (const { cite } of HYBRIDS) expect(references[cite].url).toMatch(/^https:/);
  });
});
