/** The figures of the chapter on cost against the blueprint, and their stories against what they show. */
import { expect, it } from 'vitest';
import { billsOf } from '@/components/figures/cost/cost-explorer';
import { firstLength, timesFewer } from '@/components/figures/cost/eight-times';
import { deviceOf, dotOf, ridge, roofAt } from '@/components/figures/cost/roofline-dots';
import { counted, countedNames } from '@/components/prose/counted';
import { transformer8b } from '@/engine/bench';
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

const blueprint = (id: string) =>
  buildBlueprint(id === transformer8b.id ? transformer8b.config : published.find((p) => p.id === id)!.config);
const a100 = deviceOf('a100');

it('the explorer’s bars are the bytes that the blueprint moves, and its time the roofline’s', () => {
  const choice = { model: 'jamba-1.5-mini', length: 8192, batch: 8, bytes: 1 };
  const bills = billsOf(choice, a100);
  const { total } = cost(blueprint(choice.model), { context: 8192, batch: 8, weightBytes: 1, stateBytes: 2 });
  const { weights, state, cache } = bills.moved;
  expect((weights + state + cache) / total.bytesMoved).toBeCloseTo(1, 9);
  expect(weights / total.weightBytesRead).toBeCloseTo(1, 9);
  expect(state).toBe(2 * 8 * (total.ssmStateBytes + total.convStateBytes));
  expect(bills.kept).toBe(8 * (total.cacheBytes + total.ssmStateBytes + total.convStateBytes));
  expect(bills.seconds).toBeCloseTo(Math.max((8 * total.decodeFlops) / 312e12, total.bytesMoved / 2039e9), 12);
});

it('eight times is the ratio of bytes moved, and starts where it says', () => {
  for (const [length, batch] of [
    [2048, 1],
    [8192, 32],
  ] as const) {
    const moved = (id: string) => cost(blueprint(id), { context: length, batch }).total.bytesMoved;
    expect(timesFewer(length, batch)).toBeCloseTo(moved(transformer8b.id) / moved('mamba2-hybrid-8b'), 9);
  }
  const at = firstLength(8, 32)!;
  expect(timesFewer(at, 32)).toBeGreaterThanOrEqual(8);
  expect(timesFewer(at - 1, 32)).toBeLessThan(8);
  expect(firstLength(100, 1)).toBeNull();
});

it('under the roof, writing one text stands on the slope and reading on the flat part', () => {
  expect(ridge(a100)).toBeCloseTo(153.02, 2);
  expect(roofAt(a100, 1)).toBe(2039e9);
  expect(roofAt(a100, 1e6)).toBe(312e12);
  const [read, write] = (['read', 'write'] as const).map((w) => dotOf(w, 'llama-3.1-8b', 2048, 1, a100));
  expect([read!.by, read!.share]).toEqual(['arithmetic', 1]);
  expect(write!.by).toBe('bandwidth');
  expect(write!.share).toBeLessThan(0.01);
  // The chapter: the Transformer's dot never reaches the flat part, Mamba's does.
  expect(dotOf('write', 'llama-3.1-8b', 2048, 1024, a100).by).toBe('bandwidth');
  expect(dotOf('write', 'mamba-2.8b', 2048, 1024, a100).by).toBe('arithmetic');
});

it('every number that the chapter may name is a number in both languages', () => {
  for (const name of countedNames)
    for (const locale of ['en', 'es']) expect(counted(name, locale), name).toMatch(/^×?[\d.,\u202F]+( %| m?s| k)?$/);
  expect(() => counted('nothing', 'en')).toThrow(/known: /);
});
