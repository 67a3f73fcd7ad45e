/** Choosing between equal kernels: given, remembered, known for software devices, or measured; a kernel that is wrong or fails never wins. */
import { describe, expect, it } from 'vitest';
import { type GpuDevice, isSoftware } from '@/engine/webgpu/device';
import { chooseVariants, fastest, measure, type Timing, type VariantStore } from '@/engine/webgpu/measure';
import { DEFAULT_VARIANTS, type Variants } from '@/engine/webgpu/variants';
import { describeGpu, testBench } from './harness';

const timing = (milliseconds: number, ...result: number[]): Timing => ({
  milliseconds,
  result: Float32Array.from(result),
});
const race = (timings: Record<string, Timing | Error>) =>
  fastest(Object.keys(timings), async (name) => {
    const t = timings[name];
    if (t instanceof Error) throw t;
    return t;
  });

describe('the fastest of equal kernels', () => {
  it('is the one with the least time', async () => {
    expect(await race({ standard: timing(10, 1, 2), slow: timing(20, 1, 2), quick: timing(3, 1, 2) })).toBe('quick');
  });
  it('is the standard one where the difference is within the noise of a clock', async () => {
    expect(await race({ standard: timing(10, 1, 2), other: timing(9.8, 1, 2) })).toBe('standard');
  });
  it('is never one that gives other values, or NaN, or fails', async () => {
    expect(await race({ standard: timing(10, 1, 2), wrong: timing(1, 1, 2.001) })).toBe('standard');
    expect(await race({ standard: timing(10, 1, 2), nan: timing(1, 1, Number.NaN) })).toBe('standard');
    expect(await race({ standard: timing(10, 1, 2), broken: new Error('no pipeline') })).toBe('standard');
    expect(await race({ standard: timing(10, 1, 2), rounded: timing(1, 1, 2.000001) })).toBe('rounded');
  });
});

it('tells software devices by what they say or by their names', () => {
  expect(isSoftware({ isFallbackAdapter: true, description: 'a card' })).toBe(true);
  for (const description of ['SwiftShader driver 5.0.0', 'llvmpipe (LLVM 15)', 'Microsoft Basic Render Driver'])
    expect(isSoftware({ description })).toBe(true);
  expect(isSoftware({ vendor: 'google', architecture: 'swiftshader' })).toBe(true);
  for (const info of [{ description: 'Apple M2' }, { vendor: 'intel', architecture: 'gen-12lp' }, {}])
    expect(isSoftware(info)).toBe(false);
});

describeGpu('the choice', () => {
  const store = (): VariantStore & { entries: Map<string, unknown> } => {
    const entries = new Map<string, unknown>();
    return {
      entries,
      get: async (key) => entries.get(key),
      set: async (key, value) => void entries.set(key, value),
    };
  };
  /** The device of the tests under a name that does not say what it is. */
  const bench = () => {
    const parts = testBench();
    const gpu: GpuDevice = Object.create(
      parts.gpu,
      Object.getOwnPropertyDescriptors({ name: 'Test card', software: false }),
    );
    return { ...parts, gpu };
  };
  const other: Variants = { gemv: 'workgroup', matmul: 'tile32' };

  it('is the default on a software device, without a measurement', async () => {
    const kept = store();
    expect(await chooseVariants(testBench(), 'f32', { store: kept })).toEqual(DEFAULT_VARIANTS);
    expect(kept.entries.size).toBe(0);
  });

  it('is what is given, whatever is remembered', async () => {
    const kept = store();
    expect(await chooseVariants(bench(), 'f32', { variants: other, store: kept })).toEqual(other);
    expect(kept.entries.size).toBe(0);
  });

  it('is what is remembered for this adapter and format, with a part of it given', async () => {
    const kept = store();
    kept.entries.set(
      `statescope kernels 1 f16${testBench().gpu.device.features.has('subgroups') ? ' subgroups' : ''}: Test card`,
      other,
    );
    expect(await chooseVariants(bench(), 'f16', { store: kept })).toEqual(other);
    expect(await chooseVariants(bench(), 'f16', { store: kept, variants: { matmul: 'tile64' } })).toEqual({
      gemv: 'workgroup',
      matmul: 'tile64',
    });
  });

  it('is measured where nothing is known: every kernel runs and agrees', async () => {
    // So small that all of them take next to no time here; which one wins is left to the noise.
    const chosen = await measure(testBench(), 'f32', { side: 40, tokens: 5, repeats: 2, timings: 1 });
    expect(['thread', 'workgroup', 'subgroup']).toContain(chosen.gemv);
    expect(['direct', 'tile32', 'tile64']).toContain(chosen.matmul);
  });

  it('does without a memory that fails or holds nonsense', async () => {
    const failing: VariantStore = {
      get: () => Promise.reject(new Error('no storage in private windows')),
      set: () => Promise.reject(new Error('no storage in private windows')),
    };
    const nonsense = store();
    nonsense.get = async () => ({ gemv: 'faster', matmul: 'direct' });
    const trial = { side: 24, tokens: 2, repeats: 1, timings: 1 };
    for (const kept of [failing, nonsense]) {
      const chosen = await chooseVariants(bench(), 'int8', { store: kept, trial });
      expect(['thread', 'workgroup', 'subgroup']).toContain(chosen.gemv);
    }
    expect([...nonsense.entries.values()].length).toBe(1);
  });
});
