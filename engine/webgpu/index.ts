/** The WebGPU backend. Read model.ts first. Only engine/webgpu reads shaders. */
import type { BackendModel, BackendOptions, WeightReader } from '../backend';
import type { Blueprint } from '../blueprint/types';
import { throwIfAborted } from '../errors';
import { storedAs } from '../quantise';
import { type DeviceOptions, requestDevice } from './device';
import { chooseVariants, type VariantStore } from './measure';
import { modelParts, WebGpuModel } from './model';
import type { Variants } from './variants';
import { GpuWeights } from './weights';

export interface WebGpuOptions extends BackendOptions, DeviceOptions {
  /** Kernels to use instead of those that a measurement on this adapter would choose. */
  readonly variants?: Partial<Variants>;
  /** Where measured choices are kept; IndexedDB if absent. */
  readonly variantStore?: VariantStore;
}

/**
 * Places a model on a graphics device. Errors: no-device, too-large, gpu-error, device-lost, bad-weights, cancelled, and what the reader
 * throws. Nothing half-loaded is left behind.
 */
export async function loadWebGpu(
  blueprint: Blueprint,
  reader: WeightReader,
  options: WebGpuOptions = {},
): Promise<BackendModel> {
  throwIfAborted(options.signal);
  const parts = modelParts(await requestDevice(options));
  try {
    const format = options.format ?? 'f32';
    const weights = await GpuWeights.load(blueprint, reader, parts.gpu, parts.buffers, options);
    const variants = await chooseVariants(parts, storedAs('mixer', format), {
      ...(options.variants ? { variants: options.variants } : {}),
      ...(options.variantStore ? { store: options.variantStore } : {}),
    });
    const model = new WebGpuModel({ ...parts, blueprint, weights, variants, format });
    throwIfAborted(options.signal);
    await model.warm();
    throwIfAborted(options.signal);
    return model;
  } catch (error) {
    parts.buffers.dispose();
    parts.gpu.dispose();
    throw error;
  }
}

export type { DeviceOptions } from './device';
export type { VariantStore } from './measure';
export type { Variants } from './variants';
