/**
 * One WebGPU device and what can go wrong with it. Core limits are enough; the larger buffer limits of the adapter are asked for
 * because a head of 50,280 rows does not fit one default binding (it is split by rows where they are refused: weights.ts).
 */
import { EngineError } from '../errors';

export interface DeviceOptions {
  /** The entry point where there is no `navigator.gpu` (Node: node.ts). */
  readonly gpu?: GPU;
  /** A device that the caller made; it is then not destroyed by `dispose`. */
  readonly device?: GPUDevice;
  /** Pretends that a storage binding is at most this many bytes, so that tests reach the split paths with small data. */
  readonly bindingLimit?: number;
}

export interface GpuDevice {
  readonly device: GPUDevice;
  /** For people: 'Apple M2', 'SwiftShader Device (Subzero)'. */
  readonly name: string;
  /** A processor that plays a graphics card: its threads are lanes of a core, and barriers cost more than work. */
  readonly software: boolean;
  /** Bytes of one storage binding. */
  readonly bindingLimit: number;
  /** The loss of the device, or null while it is there. */
  readonly lost: EngineError | null;
  /** Resolves when the device is lost for a reason other than `dispose`. */
  readonly whenLost: Promise<EngineError>;
  /** Throws the loss of the device, or the first error that it reported since the last call. */
  check(): void;
  /** Destroys the device if it was made here. Idempotent. */
  dispose(): void;
}

/** Limits worth having above the defaults; features that a variant may use if it was measured to be faster, and the clock to measure with. */
const WANTED_LIMITS = ['maxBufferSize', 'maxStorageBufferBindingSize'] as const;
const WANTED_FEATURES: readonly GPUFeatureName[] = ['subgroups', 'timestamp-query'];

/** A device with core limits and what the adapter has above them. Errors: no-device. */
export async function requestDevice(options: DeviceOptions = {}): Promise<GpuDevice> {
  if (options.device) return watch(options.device, options.device.adapterInfo, options, false);
  const gpu = options.gpu ?? (globalThis.navigator as Navigator | undefined)?.gpu;
  if (!gpu)
    throw new EngineError('no-device', 'This browser has no WebGPU.', 'Use a current Chrome, Edge, Firefox or Safari.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter)
    throw new EngineError('no-device', 'WebGPU found no graphics adapter.', 'The CPU backend runs the same models.');
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({
      label: 'statescope',
      requiredLimits: Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]])),
      requiredFeatures: WANTED_FEATURES.filter((name) => adapter.features.has(name)),
    });
  } catch (cause) {
    throw new EngineError('no-device', `The graphics adapter gave no device: ${String(cause)}`);
  }
  return watch(device, adapter.info, options, true);
}

/** The most telling of the fields that a browser fills in. */
function adapterName(info: Partial<GPUAdapterInfo> = {}): string {
  const parts = [info.vendor, info.architecture].filter(Boolean).join(' ');
  return info.description || info.device || parts || 'unknown adapter';
}

/** Software adapters say so, or are known by their names (older browsers do not say it). */
export function isSoftware(info: Partial<GPUAdapterInfo> = {}): boolean {
  const names = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i.test(names);
}

function watch(device: GPUDevice, info: GPUAdapterInfo | undefined, options: DeviceOptions, owned: boolean): GpuDevice {
  let lost: EngineError | null = null;
  let reported: EngineError | null = null;
  let disposed = false;
  const onError = (event: GPUUncapturedErrorEvent) => {
    event.preventDefault?.();
    const memory = event.error.constructor.name === 'GPUOutOfMemoryError';
    reported ??= memory
      ? new EngineError('too-large', `The graphics device is out of memory: ${event.error.message}`)
      : new EngineError('gpu-error', `The graphics device refused a command: ${event.error.message}`);
  };
  device.addEventListener('uncapturederror', onError as EventListener);
  const whenLost = device.lost.then((info) => {
    lost = new EngineError(
      'device-lost',
      `The graphics device was lost (${info.reason || 'unknown'}): ${info.message || 'no reason given'}`,
      'It is rebuilt and the run goes on from its last snapshot.',
    );
    return disposed ? new Promise<EngineError>(() => {}) : lost;
  });
  return {
    device,
    name: adapterName(info),
    software: isSoftware(info),
    bindingLimit: Math.min(
      options.bindingLimit ?? Infinity,
      device.limits.maxStorageBufferBindingSize,
      device.limits.maxBufferSize,
    ),
    get lost() {
      return lost;
    },
    whenLost,
    check() {
      if (lost) throw lost;
      const error = reported;
      reported = null;
      if (error) throw error;
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      device.removeEventListener('uncapturederror', onError as EventListener);
      if (owned) device.destroy();
    },
  };
}
