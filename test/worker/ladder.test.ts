/** The ladder as the chapter's figure uses it: every rung on the CPU and on the device, held to the first. */
import { describe, expect, it } from 'vitest';
import { CPU_RUNGS } from '@/engine/cpu/scan-ladder';
import type { RungName } from '@/engine/webgpu/ladder';
import { LadderHost, repeated } from '@/engine/worker/ladder-host';
import { describeGpu, nodeGpuForTests, numbers } from '../webgpu/harness';
import { decayLogs, stepSizes } from '../webgpu/scan-data';

const [T, channels, states] = [70, 6, 3];
const input = {
  x: numbers(T * channels, 1),
  delta: stepSizes(T * channels, 2),
  B: numbers(T * states, 3),
  C: numbers(T * states, 4),
  aLog: decayLogs(channels * states, 5),
  channels,
  states,
};
const RUNGS: readonly RungName[] = ['serial', 'tree', 'chunked'];

describe('the ladder on one core', () => {
  it.each(RUNGS)('gives what the loop gives on the rung "%s", at any length', async (rung) => {
    const host = new LadderHost();
    for (const tokens of [1, 31, 32, 33, 64, 65, 200]) {
      await host.use(input, tokens);
      const { apart, milliseconds, repeats } = await host.measure('cpu', rung);
      // The first rung keeps its state in f32 between tokens, the others in f64; y is rounded to f32 in all.
      expect(apart, `${tokens} tokens`).toBeLessThan(2e-6);
      expect(milliseconds * repeats).toBeGreaterThan(0);
    }
  });
  it('lays the tokens end to end', () => {
    const longer = repeated(input, 2 * T + 1);
    expect(longer.x.length).toBe((2 * T + 1) * channels);
    expect(longer.B.subarray(T * states, 2 * T * states)).toEqual(input.B);
    expect(longer.x.subarray(2 * T * channels)).toEqual(input.x.subarray(0, channels));
    expect(CPU_RUNGS.serial(longer).subarray(0, T * channels)).toEqual(CPU_RUNGS.serial(input));
  });
  it('says why there is no device, and refuses to measure on it', async () => {
    const host = new LadderHost();
    const { device, reason } = await host.open({ gpu: { requestAdapter: async () => null } as unknown as GPU });
    expect(device).toBeNull();
    expect(reason!.code).toBe('no-device');
    await expect(host.measure('cpu', 'serial')).rejects.toMatchObject({ code: 'bad-argument' });
    await host.use(input, T);
    await expect(host.measure('webgpu', 'serial')).rejects.toMatchObject({ code: 'no-device' });
  });
});

describeGpu('the ladder on a device', () => {
  it('gives what the loop gives, and says what the device is', async () => {
    const host = new LadderHost();
    const { device, reason } = await host.open({ gpu: nodeGpuForTests! });
    expect(device).not.toBe('');
    expect(reason).toBeNull();
    await host.use(input, 130);
    for (const rung of RUNGS) expect((await host.measure('webgpu', rung)).apart, rung).toBeLessThan(1e-5);
  });
});
