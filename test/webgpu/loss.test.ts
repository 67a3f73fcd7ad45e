/**
 * What goes wrong while a model runs: a lost device, an abort, a command that the device refuses. Every pending call ends with the typed
 * error, the state is as it was, and a session goes on to the same ids on a new device.
 */
import { expect, it } from 'vitest';
import type { BackendModel } from '@/engine/backend';
import type { EngineError } from '@/engine/errors';
import { Model } from '@/engine/session/model';
import { loadWebGpu } from '@/engine/webgpu';
import { requestDevice } from '@/engine/webgpu/device';
import { jamba, mamba } from '../models/configs';
import { randomModel, randomTokens } from '../random-model';
import { describeGpu, nodeGpuForTests } from './harness';

/** A device of its own, to be destroyed. */
async function ownDevice(): Promise<GPUDevice> {
  const adapter = await nodeGpuForTests!.requestAdapter();
  return adapter!.requestDevice();
}
async function load(config: unknown): Promise<{ model: BackendModel; device: GPUDevice }> {
  const { blueprint, reader } = randomModel(config);
  const device = await ownDevice();
  return { model: await loadWebGpu(blueprint, reader, { device }), device };
}
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error as EngineError).code,
  );

describeGpu('a device that is lost', () => {
  it('ends every pending call with device-lost, and the calls after it', async () => {
    const { model, device } = await load(mamba);
    const state = await model.createState();
    const tokens = randomTokens(1, 12, model.blueprint.vocabSize);
    const pending = [
      model.run(state, tokens, {}),
      model.run(state, tokens, { logits: 'none' }),
      model.decodeGreedy!(state, 3, 20),
      model.copyState(state),
      model.readState(state),
    ];
    device.destroy();
    expect(await Promise.all(pending.map(codeOf))).toEqual(pending.map(() => 'device-lost'));
    expect(state.position).toBe(0);
    expect(await codeOf(model.run(state, tokens, {}))).toBe('device-lost');
    expect(await codeOf(model.createState())).toBe('device-lost');
    model.freeState(state);
    model.dispose();
  });

  it('in the middle of greedy decoding leaves the position where it was', async () => {
    const { model, device } = await load(mamba);
    const state = await model.createState();
    await model.run(state, randomTokens(1, 4, model.blueprint.vocabSize), {});
    const long = model.decodeGreedy!(state, 3, 400);
    setTimeout(() => device.destroy(), 30);
    expect(await codeOf(long)).toBe('device-lost');
    expect(state.position).toBe(4);
    model.dispose();
  });

  it('while weights are placed is device-lost too, and nothing is left behind', async () => {
    const { blueprint, reader } = randomModel(mamba);
    const device = await ownDevice();
    let read = 0;
    const slow = {
      read: (key: string) => {
        if (++read === 5) device.destroy();
        return reader.read(key);
      },
    };
    expect(await codeOf(loadWebGpu(blueprint, slow, { device }))).toBe('device-lost');
  });

  for (const [name, config] of [
    ['mamba', mamba],
    ['jamba', jamba],
  ] as const)
    it(`is rebuilt by the session of a ${name}, which goes on to the same ids`, async () => {
      const { blueprint, reader } = randomModel(config);
      const devices: GPUDevice[] = [];
      const loadBackend = async () => {
        devices.push(await ownDevice());
        return loadWebGpu(blueprint, reader, { device: devices.at(-1)! });
      };
      const make = async () =>
        new Model({
          name,
          blueprint,
          tokenizer: null,
          fallback: null,
          warnings: [],
          weights: reader,
          backend: await loadBackend(),
          loadBackend,
        });
      const generate = async (breakAt: number | null): Promise<number[]> => {
        const model = await make();
        const session = await model.createSession();
        await session.prefill(randomTokens(2, 6, blueprint.vocabSize));
        const ids: number[] = [];
        for (let i = 0; i < 10; i++) {
          const step = session.step({ temperature: 0.8, seed: 5 });
          // In the middle of the run: it was submitted, its result is not there yet.
          if (i === breakAt) devices.at(-1)!.destroy();
          ids.push((await step).id);
        }
        model.dispose();
        return ids;
      };
      const whole = await generate(null);
      const before = devices.length;
      expect(await generate(4)).toEqual(whole);
      expect(devices.length).toBe(before + 2); // one for the model, one after the loss
    });

  it('is not reported when the model was disposed of: the pending call is cancelled', async () => {
    const { blueprint, reader } = randomModel(mamba);
    const model = await loadWebGpu(blueprint, reader, { gpu: nodeGpuForTests! });
    const state = await model.createState();
    const pending = model.run(state, Uint32Array.of(1, 2, 3), {});
    model.dispose();
    model.dispose();
    expect(await codeOf(pending)).toMatch(/cancelled|bad-argument/);
    expect(await codeOf(model.createState())).toBe('bad-argument');
  });
});

describeGpu('a run that fails or is aborted', () => {
  it('leaves state and results as if it had not been', async () => {
    const { model } = await load(jamba);
    const tokens = randomTokens(3, 9, model.blueprint.vocabSize);
    const [state, control] = [await model.createState(), await model.createState()];
    await model.run(state, tokens, {});
    await model.run(control, tokens, {});
    const abort = new AbortController();
    const pending = model.run(state, tokens, { signal: abort.signal });
    abort.abort();
    expect(await codeOf(pending)).toBe('cancelled');
    const decoding = new AbortController();
    const greedy = model.decodeGreedy!(state, 1, 300, decoding.signal);
    setTimeout(() => decoding.abort(), 20);
    expect(await codeOf(greedy)).toBe('cancelled');
    expect(await codeOf(model.run(state, tokens, { taps: ['layers.0.mixer.nothing'] }))).toBe('bad-argument');
    expect(await codeOf(model.run(state, Uint32Array.of(1, 97), {}))).toBe('bad-token');
    expect(await codeOf(model.run(state, new Uint32Array(0), {}))).toBe('bad-argument');
    expect(state.position).toBe(9);
    const [a, b] = [await model.run(state, tokens, {}), await model.run(control, tokens, {})];
    expect(a.logits!.data).toEqual(b.logits!.data);
    expect(await model.readState(state)).toEqual(await model.readState(control));
    model.dispose();
  });

  it('refuses states of another model and states that were freed', async () => {
    const [{ model }, { model: other }] = [await load(mamba), await load(mamba)];
    const state = await model.createState();
    expect(await codeOf(other.run(state, Uint32Array.of(1), {}))).toBe('bad-argument');
    model.freeState(state);
    model.freeState(state);
    expect(await codeOf(model.run(state, Uint32Array.of(1), {}))).toBe('bad-argument');
    model.dispose();
    other.dispose();
  });

  it('stops loading when it is aborted between two weights', async () => {
    const { blueprint, reader } = randomModel(mamba);
    const abort = new AbortController();
    let last = 0;
    const loading = loadWebGpu(blueprint, reader, {
      device: await ownDevice(),
      signal: abort.signal,
      onProgress: (done) => {
        last = done;
        if (done === 3) abort.abort();
      },
    });
    expect(await codeOf(loading)).toBe('cancelled');
    expect(last).toBe(3);
  });
});

describeGpu('an error of the device', () => {
  it('that no scope caught is thrown by the next check, once', async () => {
    const device = await ownDevice();
    const gpu = await requestDevice({ device });
    device.createBuffer({ size: 16, usage: 0 });
    await device.queue.onSubmittedWorkDone();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(() => gpu.check()).toThrow(/refused a command/);
    expect(() => gpu.check()).not.toThrow();
    gpu.dispose();
    device.destroy();
  });

  it('is not invented: a healthy device checks well', async () => {
    const gpu = await requestDevice({ gpu: nodeGpuForTests! });
    await gpu.device.queue.onSubmittedWorkDone();
    expect(() => gpu.check()).not.toThrow();
    expect(gpu.lost).toBeNull();
    gpu.dispose();
  });

  it('without an adapter is no-device', async () => {
    const none = { requestAdapter: async () => null } as unknown as GPU;
    expect(await codeOf(requestDevice({ gpu: none }))).toBe('no-device');
    expect(await codeOf(requestDevice())).toBe('no-device'); // Node has no navigator.gpu
    const broken = {
      requestAdapter: async () => ({
        limits: {},
        features: new Set(),
        info: {},
        requestDevice: () => Promise.reject(new Error('no more devices')),
      }),
    } as unknown as GPU;
    await expect(requestDevice({ gpu: broken })).rejects.toThrow(/gave no device.*no more devices/);
  });
});
