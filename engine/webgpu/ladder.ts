/**
 * The ladder of selective-scan kernels for the chapter on the parallel scan: every rung run and timed on the reader's device, on the
 * reader's own tensors (x, Δ, B and C of a layer, as taps give them). The kernels are those of the engine; only the tree is there to be read.
 */
import exponential from '../../shaders/exponential.wgsl';
import apply from '../../shaders/selective-scan-apply.wgsl';
import carry from '../../shaders/selective-scan-carry.wgsl';
import reduce from '../../shaders/selective-scan-reduce.wgsl';
import serial from '../../shaders/selective-scan-serial.wgsl';
import tree from '../../shaders/selective-scan-tree.wgsl';
import { EngineError } from '../errors';
import { sizeOf } from '../tensor';
import { Buffers } from './buffers';
import { type DeviceOptions, requestDevice } from './device';
import { Encoder } from './encoder';
import { Kernels } from './kernels';
import type { GpuTensor } from './op';
import { chunkedScan, type SelectiveScan, serialScan, treeScan } from './ops/selective-scan';
import type { Recorder } from './ops/shared';
import { type Timing, time } from './timer';

export type RungName = 'serial' | 'tree' | 'chunked';

export interface Rung {
  readonly name: RungName;
  /** The kernels in the order in which they run, as they stand in shaders/. */
  readonly shaders: readonly { readonly name: string; readonly source: string }[];
}

/** In the order in which they are taught. */
export const RUNGS: readonly Rung[] = [
  { name: 'serial', shaders: [{ name: 'selective-scan-serial', source: serial }] },
  { name: 'tree', shaders: [{ name: 'selective-scan-tree', source: tree }] },
  {
    name: 'chunked',
    shaders: [
      { name: 'selective-scan-reduce', source: reduce },
      { name: 'selective-scan-carry', source: carry },
      { name: 'selective-scan-apply', source: apply },
    ],
  },
];

/** What all of them use. */
export const COMMON = { name: 'exponential', source: exponential } as const;

export interface ScanInput {
  readonly x: Float32Array; // [T, C]
  readonly delta: Float32Array; // [T, C]
  readonly B: Float32Array; // [T, N]
  readonly C: Float32Array; // [T, N]
  readonly aLog: Float32Array; // [C, N]
  /** h before the first token, [C, N]; zeros if absent. */
  readonly state?: Float32Array;
  readonly channels: number;
  readonly states: number;
}

export interface RungRun extends Timing {
  readonly rung: RungName;
  readonly y: Float32Array; // [T, C], without the skip
  readonly state: Float32Array; // [C, N] after the last token
  readonly dispatches: number;
}

const encoders: Readonly<Record<RungName, (ctx: Recorder, s: SelectiveScan) => GpuTensor>> = {
  serial: serialScan,
  tree: (ctx, s) => treeScan(ctx, s),
  chunked: (ctx, s) => chunkedScan(ctx, s),
};

export interface Ladder {
  /** Adapter's name, for people. */
  readonly device: string;
  /** A processor that plays a graphics card: what it measures says nothing about one. */
  readonly software: boolean;
  /** Runs and times one rung. Errors: bad-shape, too-large, gpu-error, device-lost. */
  run(rung: RungName, input: ScanInput): Promise<RungRun>;
  dispose(): void;
}

/** Opens a device for the ladder. Errors: no-device. */
export async function openLadder(options: DeviceOptions = {}): Promise<Ladder> {
  const gpu = await requestDevice(options);
  const kernels = new Kernels(gpu);
  return {
    device: gpu.name,
    software: gpu.software,
    dispose: () => gpu.dispose(),
    async run(rung, input) {
      const T = check(input);
      const { channels, states } = input;
      const buffers = new Buffers(gpu);
      const encoder = new Encoder(gpu, kernels, buffers);
      try {
        const upload = (label: string, data: Float32Array, shape: readonly number[]): GpuTensor => ({
          buffer: buffers.storage(label, data.byteLength, new Float32Array(data)),
          shape,
          offset: 0,
          stride: sizeOf(shape.slice(1)),
        });
        const state = input.state ?? new Float32Array(channels * states);
        const scan: SelectiveScan = {
          x: upload('x', input.x, [T, channels]),
          delta: upload('delta', input.delta, [T, channels]),
          B: upload('B', input.B, [T, states]),
          C: upload('C', input.C, [T, states]),
          aLog: upload('A_log', input.aLog, [channels, states]).buffer,
          before: upload('h before', state, [channels, states]).buffer,
          after: buffers.storage('h after', state.byteLength),
        };
        // Every repetition asks for the same buffers in the same order and gets them again.
        const made: GpuTensor[] = [];
        let next = 0;
        const alloc = (shape: readonly number[]): GpuTensor => {
          made[next] ??= upload(`scratch ${next}`, new Float32Array(sizeOf(shape)), shape);
          return made[next++]!;
        };
        let y: GpuTensor | null = null;
        const record = () => {
          next = 0;
          y = encoders[rung]({ encoder, alloc }, scan);
        };
        record();
        await encoder.submit();
        const dispatches = buffers.counters.dispatches;
        const timing = await time(gpu, encoder, record);
        const [out, after] = await buffers.read([
          { buffer: y!.buffer, offset: 0, bytes: 4 * T * channels },
          { buffer: scan.after, offset: 0, bytes: state.byteLength },
        ]);
        await encoder.settle();
        return { rung, y: out!, state: after!, dispatches, ...timing };
      } finally {
        buffers.dispose();
      }
    },
  };
}

/** T of an input whose parts belong together. */
function check(input: ScanInput): number {
  const { x, delta, B, C, aLog, state, channels, states } = input;
  const T = x.length / channels;
  const sizes: readonly [string, Float32Array | undefined, number][] = [
    ['delta', delta, T * channels],
    ['B', B, T * states],
    ['C', C, T * states],
    ['aLog', aLog, channels * states],
    ['state', state, channels * states],
  ];
  if (!(Number.isInteger(T) && T >= 1))
    throw new EngineError('bad-shape', `x has ${x.length} numbers; a multiple of ${channels} channels is needed`);
  for (const [name, data, size] of sizes)
    if (data && data.length !== size)
      throw new EngineError('bad-shape', `${name} has ${data.length} numbers; ${size} are needed for ${T} tokens`);
  return T;
}
