/**
 * WebGPU in Node, through the npm package `webgpu` (Dawn). Only the command line and the tests import this file: it must never be
 * bundled into a page, so nothing in engine/webgpu/index.ts leads here.
 */
import { existsSync, readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

/** The software Vulkan driver that Chrome and Chromium carry beside their binary. */
const DRIVER = 'vk_swiftshader_icd.json';
const BROWSER_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/google/chrome-beta',
  '/opt/google/chrome-unstable',
  '/opt/chromium',
  '/opt/microsoft/msedge',
  '/snap/chromium/current/usr/lib/chromium-browser',
];
const HARDWARE_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** Path of SwiftShader's driver file beside an installed browser, or null. CHROME_PATH and CHROME_BIN are looked at first. */
function findSoftwareDriver(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = [env.CHROME_PATH, env.CHROME_BIN].filter((p): p is string => !!p).map((p) => dirname(p));
  for (const folder of [...named, ...BROWSER_FOLDERS]) {
    const path = join(folder, DRIVER);
    if (existsSync(path)) return path;
  }
  return null;
}

/** True if a Vulkan driver of a real graphics card is installed (Mesa's software driver `lvp` is refused by Dawn and does not count). */
function hasHardwareDriver(): boolean {
  if (process.platform !== 'linux') return true; // Metal and Direct3D need no driver file
  const card = existsSync('/dev/dri') || existsSync('/dev/nvidia0') || existsSync('/dev/nvidiactl');
  if (!card) return false;
  return HARDWARE_DRIVERS.some(
    (folder) => existsSync(folder) && readdirSync(folder).some((f) => f.endsWith('.json') && !f.startsWith('lvp')),
  );
}

/**
 * Loads the Vulkan loader that the browser carries, for machines that have none of their own. Dawn asks for it by its bare name, which
 * the system then finds among the libraries already loaded. `process.dlopen` complains that it is no Node module, after loading it, and
 * closes it again: RTLD_NODELETE keeps it. With a loader of the system's own this does no harm, since both speak the same interface.
 */
function preloadVulkan(path: string): void {
  if (process.platform !== 'linux' || !existsSync(path)) return;
  const RTLD_NODELETE = 0x1000; // not among Node's constants; glibc and musl agree on the value
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  try {
    process.dlopen({ exports: {} }, path, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
  } catch {
    // expected: see above
  }
}

/** Milliseconds between two looks at the device. */
const LOOK = 0.2;

/**
 * The package looks for finished work on every turn of the event loop, which keeps a whole core busy, and a software device needs that core: on
 * two cores a decoded token took 40 ms instead of 25. While something is pending, this sleeps between two turns.
 */
function restWhileWaiting(): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let pending = 0;
  let armed = false;
  const rest = () => {
    armed = false;
    if (pending === 0) return;
    Atomics.wait(cell, 0, 0, LOOK);
    arm();
  };
  const arm = () => {
    if (!armed) setImmediate(rest);
    armed = true;
  };
  const settled = () => {
    pending--;
  };
  const slow = [
    [GPUBuffer.prototype, 'mapAsync'],
    [GPUQueue.prototype, 'onSubmittedWorkDone'],
    [GPUDevice.prototype, 'createComputePipelineAsync'],
  ] as const;
  for (const [prototype, name] of slow) {
    const methods = prototype as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const method = methods[name];
    methods[name] = function (this: unknown, ...args: unknown[]) {
      const promise = method.apply(this, args);
      pending++;
      arm();
      promise.then(settled, settled);
      return promise;
    };
  }
}

let shared: Promise<GPU | null> | null = null;

/**
 * The WebGPU entry point of this machine, or null where there is none. A software driver is used only where no card has one.
 * Always the same object: Dawn destroys the devices of an instance that is collected.
 */
export function nodeGpu(): Promise<GPU | null> {
  shared ??= (async () => {
    const given = process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES; // also what a parent process chose here
    if (given || !hasHardwareDriver()) {
      const driver = given?.split(':')[0] ?? findSoftwareDriver();
      if (!driver) return null;
      if (!given) process.env.VK_ICD_FILENAMES = driver; // read by the Vulkan loader when the instance is created
      preloadVulkan(join(dirname(driver), 'libvulkan.so.1'));
    }
    try {
      const { create, globals } = await import('webgpu');
      Object.assign(globalThis, globals);
      restWhileWaiting();
      const gpu = create([]);
      return (await gpu.requestAdapter()) ? gpu : null;
    } catch {
      return null; // no binary of the package for this platform
    }
  })();
  return shared;
}
