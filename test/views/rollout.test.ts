import { describe, expect, it } from 'vitest';
import { readView, viewLayers } from '@/engine/views';
import { expectClose } from '../cpu/close';
import { T, text, tiny } from './tiny';

/** Dense product of [T, T] matrices, the plain way. */
const product = (a: Float64Array, b: Float64Array) =>
  Float64Array.from({ length: T * T }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < T; k++) sum += a[Math.floor(at / T) * T + k] * b[k * T + (at % T)];
    return sum;
  });

describe.each(['mamba', 'jamba', 'nemotron_h by pattern', 's4d complex'] as const)('rollout of %s', (name) => {
  it.each([false, true])(
    'is the product of I + E α over the layers, the last on the left (absolute: %s)',
    async (absolute) => {
      const model = await tiny(name);
      const view = await readView(model, text(model), { name: 'rollout', options: { absolute } });
      const layers = viewLayers(model.blueprint, 'rollout', {});
      expect(view.layers.map((l) => l.layer)).toEqual(layers);
      let rho = Float64Array.from({ length: T * T }, (_, at) => (at % (T + 1) === 0 ? 1 : 0));
      for (const layer of layers) {
        const hidden = await readView(model, text(model), { name: 'hidden-attention', layer, options: {} });
        const mean = (absolute ? hidden.absolute : hidden.mean)!.data;
        rho = product(
          Float64Array.from(mean, (v, at) => v + (at % (T + 1) === 0 ? 1 : 0)),
          rho,
        );
      }
      // The means are rounded to f32, and a run asked for other taps fuses other nodes (test/cpu/model.test.ts: 1e-5).
      expectClose(view.relevance.data, rho, 1e-5);
    },
  );
});

it('rollout of a Transformer has rows that sum to 2^layers: each layer adds its own share of 1', async () => {
  const model = await tiny('llama');
  const { relevance } = await readView(model, text(model), { name: 'rollout', options: {} });
  const sums = Array.from({ length: T }, (_, i) => relevance.data.slice(i * T, (i + 1) * T).reduce((a, b) => a + b, 0));
  for (const sum of sums) expect(sum).toBeCloseTo(2 ** model.blueprint.layers.length, 5);
});

it('rollout is the same when memory allows only one layer at a time', async () => {
  const model = await tiny('jamba');
  const all = await readView(model, text(model), { name: 'rollout', options: {} });
  // One Mamba layer of this model: 19 tokens × (64 × 11 + 64 + 2 × 11) × 4 bytes = 60,040.
  const few = await readView(model, text(model), { name: 'rollout', options: {}, maxBytes: 61_000 });
  // Another set of taps fuses other nodes: as above.
  expectClose(few.relevance.data, all.relevance.data, 1e-5);
  await expect(readView(model, text(model), { name: 'rollout', options: {}, maxBytes: 60_000 })).rejects.toMatchObject({
    code: 'too-large',
    details: { bytes: 60_040, limit: 60_000 },
  });
});
