import { expect, it } from 'vitest';
import { decayRates, selectiveScan } from '@/engine/cpu/selective-scan';
import { openLadder, RUNGS } from '@/engine/webgpu/ladder';
import { describeGpu, errorOverRms, nodeGpuForTests, numbers } from './harness';
import { decayLogs, stepSizes } from './scan-data';

const [T, channels, states] = [150, 70, 5];
const input = {
  x: numbers(T * channels, 1),
  delta: stepSizes(T * channels, 2),
  B: numbers(T * states, 3),
  C: numbers(T * states, 4),
  aLog: decayLogs(channels * states, 5),
  state: numbers(channels * states, 6),
  channels,
  states,
};

describeGpu('the ladder of scans', () => {
  it('runs and times every rung, and all give what the CPU gives', async () => {
    const ladder = await openLadder({ gpu: nodeGpuForTests! });
    const y = new Float32Array(T * channels);
    const state = input.state.slice();
    selectiveScan(y, input.x, input.delta, decayRates(input.aLog), input.B, input.C, state, states);
    for (const { name, shaders } of RUNGS) {
      const run = await ladder.run(name, input);
      expect(errorOverRms(run.y, y), name).toBeLessThan(1e-5); // as in selective-scan.test.ts
      expect(errorOverRms(run.state, state), name).toBeLessThan(1e-5);
      expect(run.dispatches).toBe(shaders.length);
      expect(run.milliseconds).toBeGreaterThan(0);
      expect(run.repeats * run.milliseconds).toBeLessThan(60_000);
    }
    ladder.dispose();
  });

  it('starts from zero without a state, and again the next time', async () => {
    const ladder = await openLadder({ gpu: nodeGpuForTests! });
    const { state: _, ...fresh } = input;
    const [a, b] = [await ladder.run('serial', fresh), await ladder.run('serial', { ...fresh })];
    expect(a.y).toEqual(b.y);
    const state = new Float32Array(channels * states);
    selectiveScan(
      new Float32Array(T * channels),
      input.x,
      input.delta,
      decayRates(input.aLog),
      input.B,
      input.C,
      state,
      states,
    );
    expect(errorOverRms(a.state, state)).toBeLessThan(1e-5);
    ladder.dispose();
  });

  it('shows the source of every kernel that it runs', () => {
    for (const shader of RUNGS.flatMap((rung) => rung.shaders))
      expect(shader.source).toMatch(new RegExp(`^// ${shader.name.replace(/-[a-z]+$/, '')}`));
  });

  it('says which part of an input does not fit', async () => {
    const ladder = await openLadder({ gpu: nodeGpuForTests! });
    await expect(ladder.run('tree', { ...input, B: numbers(7, 1) })).rejects.toThrow(
      'B has 7 numbers; 750 are needed for 150 tokens',
    );
    await expect(ladder.run('tree', { ...input, x: numbers(71, 1) })).rejects.toThrow('a multiple of 70 channels');
    ladder.dispose();
  });
});
