import { describe, expect, it } from 'vitest';
import type { WeightFormat } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import { loadCpu } from '@/engine/cpu';
import { loadModel } from '@/engine/session/load';
import { weightBytesOf } from '@/engine/session/memory';
import { sizeOf } from '@/engine/tensor';
import { everyConfig } from '../models/configs';
import { randomModel } from '../random-model';

// The CPU backend keeps f16 matrices as f32, so only these two can be held against it.
const formats: readonly WeightFormat[] = ['f32', 'int8'];

describe('the memory of weights', () => {
  it.each(formats)('as %s is what the CPU backend then holds', async (format) => {
    for (const name of ['llama', 'mamba', 'jamba'] as const) {
      const { blueprint, reader } = randomModel(everyConfig[name]!, 1);
      const backend = await loadCpu(blueprint, reader, { format });
      expect(weightBytesOf(blueprint, format), name).toBe(backend.weightBytes);
      backend.dispose();
    }
  });

  it('as f16 is half of every matrix and all of every vector', () => {
    const { blueprint } = randomModel(everyConfig.jamba!, 1);
    const own = [...blueprint.weights.values()].filter((weight) => !weight.tiedTo);
    const numbers = (matrix: boolean) =>
      own
        .filter((weight) => weight.matrix === matrix)
        .reduce((sum, weight) => sum + sizeOf(evalShape(weight.shape, blueprint.dims)), 0);
    expect(weightBytesOf(blueprint, 'f16')).toBe(2 * numbers(true) + 4 * numbers(false));
    expect(weightBytesOf(blueprint, 'experts-int8')).toBeLessThan(weightBytesOf(blueprint, 'f16'));
  });

  it('over the limit is refused before a weight is read', async () => {
    const source = { kind: 'folder', path: 'public/models/stories-15m' } as const;
    const phases: string[] = [];
    const load = loadModel(source, { device: 'cpu', maxBytes: 2 ** 20, onProgress: (phase) => phases.push(phase) });
    await expect(load).rejects.toMatchObject({ code: 'too-large', details: { limit: 2 ** 20 } });
    expect(phases).not.toContain('weights');
  });
});
