/** Where the figures on trained models begin: the head, the channel, the word at which there is most to see. */
import { describe, expect, it } from 'vitest';
import { changesFor, meanOverTokens } from '@/components/figures/take-away';
import { costOf } from '@/components/figures/what-saved';
import { mostDecided } from '@/components/figures/where-it-writes';
import { FAR, farthest } from '@/components/figures/who-looks';
import { cliffAt, cliffOf } from '@/components/figures/who-survives';

const tensor = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });

describe('the head that looks farthest back', () => {
  const T = FAR + 3;
  /** One head that puts all its weight `back` tokens before, or on the first. */
  const head = (back: number) =>
    Array.from({ length: T * T }, (_, i) => (i % T === Math.max(0, Math.floor(i / T) - back) ? 1 : 0));
  it('is found among layers and heads', () => {
    const layers = [tensor([2, T, T], [...head(0), ...head(1)]), tensor([2, T, T], [...head(2), ...head(FAR)])];
    expect(farthest(layers)).toEqual({ layer: 1, head: 1 });
  });
  it('is none that rests on the first token', () => {
    expect(farthest([tensor([2, T, T], [...head(T), ...head(FAR)])])).toEqual({ layer: 0, head: 1 });
  });
});

describe('the most decided channel', () => {
  it('opens wide at one token and stays shut at the others', () => {
    // Channels: even, decided, decided but never open wide enough to matter.
    expect(mostDecided(tensor([3, 3], [9, 9, 9, 0.3, 0.01, 1e-6, 0.3, 0.4, 0.05]))).toBe(1);
  });
  it('is taken as it is where nothing opens wide', () => {
    expect(mostDecided(tensor([3, 2], [0, 0, 0.01, 0.001, 0.01, 0.02]))).toBe(1);
  });
});

describe('a cliff', () => {
  it('is the largest loss after a word was held for a while', () => {
    const left = [0, 1, 0.5, 0.5, 0.5, 0.5, 0.4, 0.1];
    expect(cliffAt(left, 1)).toEqual({ at: 7, before: 0.4, after: 0.1 });
    expect(cliffAt(left, 7)).toBeNull();
  });
  it('is looked for in every channel', () => {
    const rows = [1, 1, 0.9, 1, 0.8, 1, 0.7, 1, 0.6, 1, 0.5, 1, 0.4, 0.2];
    expect(cliffOf(tensor([7, 2], rows), 0)).toMatchObject({ channel: 1, at: 6, before: 1 });
  });
});

describe('what is taken away', () => {
  it('leaves each channel its own mean Δ, the same at every token', () => {
    const delta = tensor([2, 3], [1, 2, 3, 3, 2, 9]);
    expect([...meanOverTokens(delta)]).toEqual([2, 2, 6]);
    const [change] = changesFor('selection', [delta]);
    expect(change).toMatchObject({ node: 'layers.0.mixer.delta', action: { kind: 'replace' } });
    expect(changesFor('whole')).toEqual([]);
  });
  it('costs what it adds to the surprise', () => {
    expect([...costOf([2, 1], [0.5, 1.5])]).toEqual([1.5, -0.5]);
  });
});
