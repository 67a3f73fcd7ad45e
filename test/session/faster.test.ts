import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackendModel } from '@/engine/backend';
import { stepsPerSecond, takeFaster } from '@/engine/session/faster';

/** A clock that only work moves: a busy machine must not decide which backend is faster. */
let clock = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
afterEach(() => vi.restoreAllMocks());

/** A backend that takes `milliseconds` for a step, and counts what it was asked for. */
function backend(kind: BackendModel['kind'], milliseconds: number) {
  const seen = { steps: 0, freed: 0, disposed: 0 };
  const model = {
    kind,
    device: 'Software Adapter',
    blueprint: { vocabSize: 3 },
    createState: async () => ({}),
    run: async () => {
      seen.steps++;
      clock += milliseconds;
      if (milliseconds < 0) throw new Error('no step');
    },
    freeState: () => seen.freed++,
    dispose: () => seen.disposed++,
  } as unknown as BackendModel;
  return { model, seen };
}

describe('of a software device and the CPU', () => {
  it('the CPU is taken where it steps faster, with both rates in the reason', async () => {
    const [webgpu, cpu] = [backend('webgpu', 8), backend('cpu', 1)];
    const { backend: taken, reason } = await takeFaster(webgpu.model, cpu.model);
    expect(taken).toBe(cpu.model);
    expect(reason?.code).toBe('slower');
    expect(reason!.message).toMatch(/Software Adapter.*tokens\/s against/);
    expect(reason!.details.cpu).toBeGreaterThan(reason!.details.webgpu as number);
    expect([webgpu.seen.disposed, cpu.seen.disposed]).toEqual([1, 0]);
    expect([webgpu.seen.freed, cpu.seen.freed]).toEqual([1, 1]);
  });

  it('WebGPU stays where it is faster', async () => {
    const [webgpu, cpu] = [backend('webgpu', 1), backend('cpu', 8)];
    expect(await takeFaster(webgpu.model, cpu.model)).toEqual({ backend: webgpu.model, reason: null });
    expect([webgpu.seen.disposed, cpu.seen.disposed]).toEqual([0, 1]);
  });

  it('a slow one is not waited for, and nothing is left when one fails', async () => {
    const slow = backend('webgpu', 200);
    expect(await stepsPerSecond(slow.model)).toBeLessThan(5.1);
    expect(slow.seen.steps).toBeLessThan(5);
    const [webgpu, cpu] = [backend('webgpu', -1), backend('cpu', 1)];
    await expect(takeFaster(webgpu.model, cpu.model)).rejects.toThrow('no step');
    expect([webgpu.seen.disposed, cpu.seen.disposed, webgpu.seen.freed]).toEqual([1, 1, 1]);
    const control = AbortSignal.abort();
    await expect(stepsPerSecond(cpu.model, control)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
