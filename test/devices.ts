/** The backends as the suites see them: a name, a way to load a model folder, and the tolerances that go with it. */
import { describe } from 'vitest';
import type { BackendKind } from '@/engine/backend';
import { type LoadOptions, loadModel } from '@/engine/session/load';
import type { Model } from '@/engine/session/model';

export interface TestDevice {
  readonly kind: BackendKind;
  /** `describe`, or a `describe` that is skipped out loud where the device is missing. */
  readonly describe: typeof describe.skip;
  load(folder: string, options?: LoadOptions): Promise<Model>;
}

export const cpu: TestDevice = {
  kind: 'cpu',
  describe,
  load: (path, options) => loadModel({ kind: 'folder', path }, { device: 'cpu', ...options }),
};

/** WebGPU in Node; `gpu` is null where there is none. */
export const webgpu = (gpu: GPU | null, describeGpu: typeof describe.skip): TestDevice => ({
  kind: 'webgpu',
  describe: describeGpu,
  load: (path, options) =>
    loadModel({ kind: 'folder', path }, { device: 'webgpu', ...(gpu ? { gpu } : {}), ...options }),
});
