/** Models of random weights: every architecture runs with them, the same seed gives the same model, and their size is bounded. */
import { describe, expect, it } from 'vitest';
import { cost } from '@/engine/blueprint/cost';
import { evalShape } from '@/engine/blueprint/dims';
import { buildBlueprint } from '@/engine/models';
import { loadModel } from '@/engine/session/load';
import { MOST_RANDOM, randomReader } from '@/engine/session/random-weights';
import { sizeOf } from '@/engine/tensor';
import { everyConfig, nemotronH } from '../models/configs';

const logitsOf = async (config: Record<string, unknown>, seed: number) => {
  const model = await loadModel({ kind: 'random', config, seed }, { device: 'cpu' });
  const session = await model.createSession();
  await session.prefill([1, 2, 3, 4, 5]);
  await session.feed(6);
  return session.logits!.slice();
};

describe.each(Object.entries(everyConfig))('%s with random weights', (_, config) => {
  it('has every weight in its shape, all of them finite', async () => {
    const blueprint = buildBlueprint(config);
    const reader = randomReader(blueprint, 1);
    let drawn = 0;
    for (const { key, shape, tiedTo } of blueprint.weights.values()) {
      const data = await reader.read(key);
      expect(data.length, key).toBe(sizeOf(evalShape(shape, blueprint.dims)));
      expect(data.every(Number.isFinite), key).toBe(true);
      if (!tiedTo) drawn += data.length;
    }
    expect(drawn).toBe(cost(blueprint, { context: 1 }).total.parameters);
  });

  it('loads and runs, with logits that neither vanish nor blow up', async () => {
    const logits = await logitsOf(config, 1);
    const deviation = Math.sqrt(logits.reduce((sum, v) => sum + v * v, 0) / logits.length);
    // A normed stream through a head of variance 1/d gives logits near 1; a head tied to an embedding of variance 1 gives √d, at most 8 here.
    expect(deviation).toBeGreaterThan(0.1);
    expect(deviation).toBeLessThan(20);
  });
});

it('is the same model for the same seed, and another for another', async () => {
  const [first, again, other] = [
    await logitsOf(nemotronH, 7),
    await logitsOf(nemotronH, 7),
    await logitsOf(nemotronH, 8),
  ];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

it('starts a matrix with variance 1 / fan-in, and Δ between 0.001 and 0.1', async () => {
  const blueprint = buildBlueprint({ ...nemotronH, hidden_size: 256, mamba_num_heads: 66 });
  const reader = randomReader(blueprint, 3);
  const keyOf = (end: string) => [...blueprint.weights.keys()].find((key) => key.endsWith(end))!;
  const matrix = await reader.read(keyOf('in_proj.weight'));
  const variance = matrix.reduce((sum, v) => sum + v * v, 0) / matrix.length;
  // Over 100,000 draws: the mean square of a uniform one is within 1 % of its own.
  expect(matrix.length).toBeGreaterThan(100_000);
  expect(Math.abs(256 * variance - 1)).toBeLessThan(0.02);
  for (const bias of await reader.read(keyOf('dt_bias'))) {
    const delta = Math.log1p(Math.exp(bias));
    expect(delta).toBeGreaterThan(0.00099);
    expect(delta).toBeLessThan(0.101);
  }
});

it('refuses what is too large before anything is drawn, and stops when asked', async () => {
  const large = { ...nemotronH, vocab_size: 2_000_000 };
  await expect(loadModel({ kind: 'random', config: large, seed: 1 }, { device: 'cpu' })).rejects.toMatchObject({
    code: 'too-large',
    details: { limit: MOST_RANDOM },
  });
  const reader = randomReader(buildBlueprint(nemotronH), 1);
  await expect(reader.read('lm_head.weight', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
