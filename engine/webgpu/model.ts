/**
 * The WebGPU backend's model: the calls of BackendModel, one at a time, with their arguments checked. The work is in runner.ts.
 */
import type { BackendModel, HostState, ModelState, RunRequest, RunResult, RunStats, WeightFormat } from '../backend';
import { evalShape } from '../blueprint/dims';
import { type Slot, stateSlots } from '../blueprint/slots';
import type { Blueprint } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { sizeOf } from '../tensor';
import { Buffers } from './buffers';
import { Changes } from './changes';
import type { GpuDevice } from './device';
import { Encoder } from './encoder';
import { type Kernels, kernelsOf } from './kernels';
import { Runner } from './runner';
import { GpuState, ownState, States } from './state';
import type { Variants } from './variants';
import type { GpuWeights } from './weights';

/** Bytes of unused buffers that are kept for the next call: 256 MiB, the activations of a long prefill. */
const UNUSED = 2 ** 28;

/** Tokens of a run that takes every kernel meant for long runs. */
const PREFILL = 128;

export interface ModelParts {
  readonly blueprint: Blueprint;
  readonly gpu: GpuDevice;
  readonly buffers: Buffers;
  readonly kernels: Kernels;
  readonly encoder: Encoder;
  readonly weights: GpuWeights;
  readonly variants: Variants;
  readonly format: WeightFormat;
}

/** One checkpoint on one device. */
export class WebGpuModel implements BackendModel {
  readonly kind = 'webgpu';
  readonly device: string;
  readonly software: boolean;
  readonly blueprint: Blueprint;
  readonly format: WeightFormat;
  readonly weightBytes: number;
  readonly maxRun: number;
  private readonly gpu: GpuDevice;
  private readonly buffers: Buffers;
  private readonly encoder: Encoder;
  private readonly runner: Runner;
  private readonly slots: readonly Slot[];
  private readonly states: States;
  private queue: Promise<unknown> = Promise.resolve();
  private disposed = false;
  /** Rejects the call that is running. */
  private endPending: ((reason: EngineError) => void) | null = null;

  constructor(parts: ModelParts) {
    const { blueprint, gpu, buffers, encoder, weights, variants } = parts;
    this.blueprint = blueprint;
    this.gpu = gpu;
    this.buffers = buffers;
    this.encoder = encoder;
    this.device = gpu.name;
    this.software = gpu.software;
    this.format = parts.format;
    this.weightBytes = weights.bytes;
    this.slots = stateSlots(blueprint);
    this.states = new States(this.slots, buffers, encoder);
    const changes = new Changes(blueprint, buffers, encoder);
    const machine = { blueprint, weights, buffers, encoder, changes, variants, constants: new Map() };
    this.runner = new Runner(gpu, machine, this.states);
    this.maxRun = longestRun(blueprint, gpu);
    void gpu.whenLost.then((error) => this.endPending?.(error));
  }

  /** Compiles the kernels of decoding and of a prefill. Errors: gpu-error, device-lost. */
  warm(): Promise<void> {
    return this.exclusive(() => this.runner.warm(Math.min(this.maxRun, PREFILL)));
  }

  createState(): Promise<ModelState> {
    return this.exclusive(async () => {
      const state = this.states.create();
      await this.encoder.submit();
      return state;
    });
  }

  run(state: ModelState, tokens: Uint32Array, request: RunRequest): Promise<RunResult> {
    return this.exclusive(async () => {
      throwIfAborted(request.signal);
      const own = ownState(state, this.slots);
      const T = tokens.length;
      if (T < 1 || T > this.maxRun)
        throw new EngineError('bad-argument', `a run takes 1 to ${this.maxRun} tokens; got ${T}`);
      for (const id of tokens) this.checkId(id);
      return this.runner.run(own, tokens, request);
    });
  }

  decodeGreedy(state: ModelState, first: number, count: number, signal?: AbortSignal): Promise<Uint32Array> {
    return this.exclusive(async () => {
      throwIfAborted(signal);
      const own = ownState(state, this.slots);
      this.checkId(first);
      if (!(Number.isInteger(count) && count >= 0))
        throw new EngineError('bad-argument', `the number of tokens must be a whole number ≥ 0; got ${count}`);
      return count === 0 ? new Uint32Array(0) : this.runner.decodeGreedy(own, first, count, signal);
    });
  }

  copyState(state: ModelState): Promise<ModelState> {
    return this.exclusive(async () => {
      const copy = this.states.copy(ownState(state, this.slots));
      await this.encoder.submit();
      await this.encoder.settle();
      return copy;
    });
  }

  readState(state: ModelState): Promise<HostState> {
    return this.exclusive(() => this.states.read(ownState(state, this.slots)));
  }

  writeState(host: HostState): Promise<ModelState> {
    return this.exclusive(async () => this.states.write(host));
  }

  freeState(state: ModelState): void {
    if (!this.disposed && state instanceof GpuState && state.slots === this.slots) this.states.free(state);
  }

  stats(): RunStats {
    return this.buffers.stats();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.buffers.dispose();
    this.gpu.dispose();
  }

  private checkId(id: number): void {
    const { vocabSize } = this.blueprint;
    if (!(Number.isInteger(id) && id >= 0 && id < vocabSize))
      throw new EngineError('bad-token', `token id ${id} is not below the vocabulary's ${vocabSize}`);
  }

  /**
   * One call after another, in the order in which they were made: they share the encoder and the arena. A call that hangs because the device
   * went away ends with the loss.
   */
  private exclusive<R>(work: () => Promise<R>): Promise<R> {
    const guarded = async () => {
      if (this.disposed) throw new EngineError('bad-argument', 'this model was disposed of');
      this.gpu.check();
      try {
        return await new Promise<R>((resolve, reject) => {
          this.endPending = reject;
          work().then(resolve, reject);
        });
      } catch (error) {
        this.encoder.discard();
        if (this.disposed) throw new EngineError('cancelled', 'The model was disposed of while it ran.');
        throw error;
      } finally {
        this.endPending = null;
        this.buffers.trim(UNUSED);
      }
    };
    const next = this.queue.then(guarded, guarded);
    this.queue = next.catch(() => undefined);
    return next;
  }
}

/** Longest run whose usual values fit one binding each; what is made whole only for taps and interventions is cut further in `run`. */
function longestRun(blueprint: Blueprint, gpu: GpuDevice): number {
  const widest = Math.max(
    ...blueprint.nodes
      .filter((n) => n.shape[0] === 'T' && !n.op.endsWith('-state') && n.op !== 'decay' && !n.side)
      .map((n) => sizeOf(evalShape(n.shape, blueprint.dims, { T: 1 }))),
  );
  const limit = Math.floor(gpu.bindingLimit / (4 * widest));
  if (limit < 1)
    throw new EngineError(
      'too-large',
      `one token needs ${4 * widest} bytes in one buffer; this device allows ${gpu.bindingLimit}`,
      'Use a smaller model, or the CPU.',
      { found: 4 * widest, limit: gpu.bindingLimit },
    );
  return Math.min(limit, gpu.device.limits.maxComputeWorkgroupsPerDimension);
}

/** The parts that a model needs on a device; kernels are shared by all models of the device. */
export function modelParts(gpu: GpuDevice): Pick<ModelParts, 'gpu' | 'buffers' | 'kernels' | 'encoder'> {
  const kernels = kernelsOf(gpu);
  const buffers = new Buffers(gpu);
  return { gpu, kernels, buffers, encoder: new Encoder(gpu, kernels, buffers) };
}
