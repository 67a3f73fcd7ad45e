/** A device that goes away in the middle of a run is rebuilt, and the text goes on as if nothing had happened. */
import { expect, it } from 'vitest';
import { EngineError } from '@/engine/errors';
import { loadModel } from '@/engine/session/load';
import type { TestDevice } from '../devices';
import { fixture } from '../fixtures';
import { withMembers } from '../webgpu/shared-gpu';

/** A WebGPU entry point that remembers the devices it gave. */
function watched(gpu: GPU): { gpu: GPU; devices: GPUDevice[] } {
  const devices: GPUDevice[] = [];
  const requestDevice = (adapter: GPUAdapter) => async (descriptor?: GPUDeviceDescriptor) => {
    const device = await adapter.requestDevice(descriptor);
    devices.push(device);
    return device;
  };
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter(options);
    return adapter && withMembers(adapter, { requestDevice: requestDevice(adapter) });
  };
  return { gpu: withMembers(gpu, { requestAdapter }), devices };
}

export function deviceLossSuite(device: TestDevice, gpu: GPU | null): void {
  device.describe.each(['jamba', 's4d-real-bilinear'])('a lost device under %s', (name) => {
    const { folder, prompt, greedy } = fixture(name);
    const open = async () => {
      const { gpu: proxy, devices } = watched(gpu!);
      const model = await loadModel({ kind: 'folder', path: folder }, { device: 'webgpu', gpu: proxy });
      return { model, session: await model.createSession(), devices };
    };

    it('goes on with the same ids when it is destroyed between, before and during steps', async () => {
      const { model, session, devices } = await open();
      await session.prefill(prompt);
      const ids: number[] = [];
      for (let i = 0; i < greedy.length; i++) {
        if (i === 5) devices.at(-1)!.destroy();
        const step = session.step();
        if (i === 20) devices.at(-1)!.destroy();
        ids.push((await step).id);
      }
      expect(ids).toEqual(greedy);
      expect(devices.length).toBe(3);
      model.dispose();
    });

    it('goes on when it is destroyed in the middle of a prefill, and restores a snapshot of the old device', async () => {
      const { model, session, devices } = await open();
      const onProgress = (done: number) => {
        if (done === 16) devices.at(-1)!.destroy();
      };
      await session.prefill(prompt, { chunk: 8, onProgress });
      expect(devices.length).toBe(2);
      const place = await session.snapshot();
      const take = async () => {
        const ids: number[] = [];
        for (let i = 0; i < 5; i++) ids.push((await session.step()).id);
        return ids;
      };
      expect(await take()).toEqual(greedy.slice(0, 5));
      devices.at(-1)!.destroy();
      await session.restore(place);
      expect(await take()).toEqual(greedy.slice(0, 5));
      expect(devices.length).toBe(3);
      model.dispose();
    });

    it('is one clear error when no new device can be had', async () => {
      const { model, session, devices } = await open();
      await session.prefill(prompt);
      const lost = new EngineError('no-device', 'WebGPU found no graphics adapter.');
      Object.assign(model, { loadBackend: () => Promise.reject(lost) });
      devices.at(-1)!.destroy();
      await expect(session.step()).rejects.toBe(lost);
      model.dispose();
    });
  });
}
