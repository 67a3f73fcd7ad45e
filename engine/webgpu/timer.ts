/**
 * How long the device works on a recording. By its own clock (timestamp-query) where it has one, else by ours around onSubmittedWorkDone.
 * Short work is recorded many times and divided: browsers round the device's clock to 0.1 ms, and ours counts the way there and back.
 */
import type { GpuDevice } from './device';
import type { Encoder } from './encoder';

// Values of GPUBufferUsage and GPUMapMode, which are globals of the browser but not of Node before a device exists.
const QUERY_RESOLVE = 0x200;
const COPY_SRC = 0x4;
const COPY_DST = 0x8;
const MAP_READ = 0x1;

export interface Timing {
  /** Of one recording. */
  readonly milliseconds: number;
  readonly clock: 'device' | 'wall';
  /** Recordings that were measured together. */
  readonly repeats: number;
}

/** Wanted length of a measurement; 100 times the step of the rounded clock. */
const LEAST_MS = 10;
const MOST_REPEATS = 256;

/** Measures what `record` records with the encoder: dispatches only, which may be repeated. Compiles what is missing first. */
export async function time(gpu: GpuDevice, encoder: Encoder, record: () => void): Promise<Timing> {
  const once = async (repeats: number): Promise<Timing> => {
    for (let i = 0; i < repeats; i++) record();
    const total = gpu.device.features.has('timestamp-query')
      ? await byDevice(gpu, encoder)
      : { milliseconds: await byWall(gpu, encoder), clock: 'wall' as const };
    return { clock: total.clock, milliseconds: total.milliseconds / repeats, repeats };
  };
  await once(1); // compiles, and touches the memory for the first time
  const first = await once(1);
  if (first.milliseconds >= LEAST_MS) return first;
  return once(Math.min(MOST_REPEATS, Math.ceil(LEAST_MS / Math.max(first.milliseconds, 0.01))));
}

async function byWall(gpu: GpuDevice, encoder: Encoder): Promise<number> {
  const start = performance.now();
  await encoder.submit();
  await gpu.device.queue.onSubmittedWorkDone();
  const elapsed = performance.now() - start;
  await encoder.settle();
  return elapsed;
}

async function byDevice(gpu: GpuDevice, encoder: Encoder): Promise<{ milliseconds: number; clock: 'device' | 'wall' }> {
  const { device } = gpu;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
  const resolved = device.createBuffer({ label: 'timestamps', size: 16, usage: QUERY_RESOLVE | COPY_SRC });
  const staging = device.createBuffer({ label: 'timestamps', size: 16, usage: COPY_DST | MAP_READ });
  try {
    const start = performance.now();
    await encoder.submit({ querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 });
    await device.queue.onSubmittedWorkDone();
    const elapsed = performance.now() - start;
    const commands = device.createCommandEncoder({ label: 'timestamps' });
    commands.resolveQuerySet(querySet, 0, 2, resolved, 0);
    commands.copyBufferToBuffer(resolved, 0, staging, 0, 16);
    device.queue.submit([commands.finish()]);
    await staging.mapAsync(1); // GPUMapMode.READ
    const [begin, end] = new BigUint64Array(staging.getMappedRange());
    await encoder.settle();
    // A device may count badly when it changes its clock (WebGPU, section 20.4): times that cannot be are not used.
    const milliseconds = Number(end! - begin!) / 1e6;
    return milliseconds > 0 && milliseconds <= elapsed
      ? { milliseconds, clock: 'device' }
      : { milliseconds: elapsed, clock: 'wall' };
  } finally {
    querySet.destroy();
    resolved.destroy();
    staging.destroy();
  }
}
