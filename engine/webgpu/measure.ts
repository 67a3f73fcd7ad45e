/**
 * Which of several equal kernels this adapter runs fastest, found out once by a short measurement and remembered by the adapter's name. Threads
 * of a software device are lanes of a processor and a barrier costs more than the work, so there the answer is known and nothing is measured.
 */
import { createStore, get, set } from 'idb-keyval';
import type { Buffers } from './buffers';
import type { GpuDevice } from './device';
import type { Encoder } from './encoder';
import { type GpuMatrix, type MatrixFormat, uploadMatrix } from './matrix';
import type { GpuTensor } from './op';
import { product } from './ops/linear';
import { DEFAULT_VARIANTS, type Variants } from './variants';

/** Where choices are kept between visits. */
export interface VariantStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: Variants): Promise<void>;
}

export interface MeasureOptions {
  /** Taken as they are; what is left out is measured. */
  readonly variants?: Partial<Variants>;
  readonly store?: VariantStore;
  readonly trial?: Trial;
}

export interface Bench {
  readonly gpu: GpuDevice;
  readonly buffers: Buffers;
  readonly encoder: Encoder;
}

/** Part of the key: raise it when a kernel changes so much that old choices may be wrong. */
const VERSION = 1;
const GEMV: readonly Variants['gemv'][] = ['thread', 'workgroup', 'subgroup'];
const MATMUL: readonly Variants['matmul'][] = ['direct', 'tile32', 'tile64'];
/** What is multiplied, and how often. */
export interface Trial {
  /** Of the square matrix. */
  readonly side: number;
  readonly tokens: number;
  /** Products per timing: some milliseconds on a graphics card, since the clocks of browsers are coarse. */
  readonly repeats: number;
  readonly timings: number;
}
/** 16 MiB in f32, more than most caches hold. */
const TRIAL: Trial = { side: 2048, tokens: 64, repeats: 16, timings: 3 };
/** A device that takes longer than this for one product, in milliseconds, is not measured further: it is a software device of unknown name. */
const PATIENCE = 250;
/** Another kernel must be this much faster than the default to be taken. */
const MARGIN = 0.95;
/** Results of equal kernels differ by the order of their sums only. */
const TOLERANCE = 1e-5;

const known = (value: unknown): value is Variants => {
  const v = value as Partial<Variants> | null | undefined;
  return typeof v === 'object' && v !== null && GEMV.includes(v.gemv!) && MATMUL.includes(v.matmul!);
};

/** The choice for weights of this format: given, remembered, known beforehand, or measured now. The default always works: only a lost device is an error. */
export async function chooseVariants(
  bench: Bench,
  format: MatrixFormat,
  { variants = {}, store = defaultStore(), trial = TRIAL }: MeasureOptions = {},
): Promise<Variants> {
  const { gpu } = bench;
  if ((variants.gemv && variants.matmul) || gpu.software) return { ...DEFAULT_VARIANTS, ...variants };
  const subgroups = gpu.device.features.has('subgroups');
  const key = `statescope kernels ${VERSION} ${format}${subgroups ? ' subgroups' : ''}: ${gpu.name}`;
  const remembered = await store.get(key).catch(() => undefined);
  if (known(remembered)) return { ...remembered, ...variants };
  const measured = await measure(bench, format, trial).catch(() => null);
  gpu.check();
  if (!measured) return { ...DEFAULT_VARIANTS, ...variants };
  await store.set(key, measured).catch(() => undefined); // private windows refuse storage: measured again next time
  return { ...measured, ...variants };
}

/** Times every kernel that this device compiles and that computes the same as the default. */
export async function measure(bench: Bench, format: MatrixFormat, trial: Trial = TRIAL): Promise<Variants> {
  const { gpu, buffers, encoder } = bench;
  const { side, tokens } = trial;
  const data = Float32Array.from(
    { length: side * Math.max(side, tokens) },
    (_, i) => ((i * 40503) % 1021) / 1021 - 0.5,
  );
  const matrix = uploadMatrix(buffers, 'measure', data, side, side, format, gpu.bindingLimit);
  const tensor = (rows: number, values?: Float32Array<ArrayBuffer>): GpuTensor => ({
    buffer: buffers.storage('measure', 4 * rows * side, values),
    shape: [rows, side],
    offset: 0,
    stride: side,
  });
  const x = tensor(tokens, data.slice(0, tokens * side));
  const y = tensor(tokens);
  try {
    const race = <V extends string>(T: number, candidates: readonly V[], use: (variant: V) => Variants): Promise<V> =>
      fastest(candidates, (variant) => {
        const run = () => product({ encoder, variants: use(variant), T }, matrix, null, x, null, y);
        return time(bench, run, { buffer: y.buffer, offset: 0, bytes: 4 * T * side }, trial);
      });
    const gemv = await race(1, usable(gpu), (gemv) => ({ ...DEFAULT_VARIANTS, gemv }));
    const matmul = await race(tokens, MATMUL, (matmul) => ({ ...DEFAULT_VARIANTS, matmul }));
    return { gemv, matmul };
  } finally {
    for (const buffer of new Set([...buffersOf(matrix), x.buffer, y.buffer])) buffers.destroy(buffer);
  }
}

const usable = (gpu: GpuDevice) => GEMV.filter((v) => v !== 'subgroup' || gpu.device.features.has('subgroups'));
const buffersOf = (matrix: GpuMatrix) => matrix.parts.flatMap((part) => [part.buffer, part.scales]);

export interface Timing {
  readonly milliseconds: number;
  readonly result: Float32Array;
}

/** The first candidate unless another is clearly faster and gives the same. One that fails is out of the race. */
export async function fastest<V>(candidates: readonly V[], run: (candidate: V) => Promise<Timing>): Promise<V> {
  const [standard, ...others] = candidates;
  const first = await run(standard);
  if (first.milliseconds > PATIENCE) return standard;
  let best = standard;
  let least = first.milliseconds * MARGIN;
  for (const candidate of others) {
    const timing = await run(candidate).catch(() => null);
    if (!timing || timing.milliseconds >= least || !sameValues(timing.result, first.result)) continue;
    best = candidate;
    least = timing.milliseconds;
  }
  return best;
}

function sameValues(a: Float32Array, b: Float32Array): boolean {
  let worst = 0;
  let square = 0;
  for (let i = 0; i < b.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    square += b[i] * b[i];
  }
  return worst <= TOLERANCE * Math.sqrt(square / b.length);
}

/** Least time of one run, after one that compiles and warms up. */
async function time(
  { gpu, buffers, encoder }: Bench,
  run: () => void,
  output: { buffer: GPUBuffer; offset: number; bytes: number },
  { repeats, timings }: Trial,
): Promise<Timing> {
  run();
  await encoder.submit();
  const [result] = await buffers.read([output]);
  await encoder.settle();
  const timed = async (count: number): Promise<number> => {
    for (let k = 0; k < count; k++) run();
    const start = performance.now();
    await encoder.submit();
    await gpu.device.queue.onSubmittedWorkDone();
    return (performance.now() - start) / count;
  };
  let milliseconds = await timed(1);
  // A slow candidate has shown enough; the others are timed over several products, the way to the device and back left out.
  if (milliseconds < PATIENCE / repeats)
    for (let i = 0; i < timings; i++) milliseconds = Math.min(milliseconds, await timed(repeats));
  await encoder.settle();
  return { milliseconds, result };
}

const inMemory = new Map<string, Variants>();

/** IndexedDB where there is one (pages and workers), this process's memory elsewhere. */
function defaultStore(): VariantStore {
  if (typeof indexedDB === 'undefined')
    return {
      get: async (key) => inMemory.get(key),
      set: async (key, value) => {
        inMemory.set(key, value);
      },
    };
  const store = createStore('statescope-kernels', 'variants');
  return { get: (key) => get(key, store), set: (key, value) => set(key, value, store) };
}
