/**
 * The WebGPU backend's model. Read first: op.ts (what a kernel sees), planner.ts (how a request becomes steps), pass.ts (how steps are
 * recorded), state.ts (how memory moves on). Here a request is cut into passes, submitted, read back and committed.
 */
import type { BackendModel, HostState, ModelState, RunRequest, RunResult, RunStats, WeightFormat } from '../backend';
import { evalShape } from '../blueprint/dims';
import { type Slot, stateSlots } from '../blueprint/slots';
import type { Blueprint } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { joinPieces } from '../session/trace';
import { sizeOf, type Tensor } from '../tensor';
import { Buffers } from './buffers';
import { Changes, type ChangesByNode } from './changes';
import type { GpuDevice } from './device';
import { Encoder } from './encoder';
import { Kernels } from './kernels';
import type { GpuTensor } from './op';
import { argmax } from './ops/argmax';
import { largestValue, type Machine, Pass, tapBytes } from './pass';
import { makePlan, type Plan } from './planner';
import { ownState, States, type Transition } from './state';
import type { Variants } from './variants';
import type { GpuWeights } from './weights';

/** Plans kept for requests to come: decoding, prefill chunks, with and without taps. */
const PLANS = 8;
/** Tokens that greedy decoding records before it submits: enough to hide the way to the device, few enough to stop soon. */
const BATCH = 8;

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

/** What a pass is to give back, and where it lies in the staging buffer. */
interface Wanted {
  readonly taps: readonly string[];
  readonly logits: 'none' | 'last' | 'all';
  readonly greedy: boolean;
}

interface CachedPlan {
  readonly key: string;
  readonly changes: ChangesByNode;
  readonly plan: Plan;
}

export class WebGpuModel implements BackendModel {
  readonly kind = 'webgpu';
  readonly device: string;
  readonly blueprint: Blueprint;
  readonly format: WeightFormat;
  readonly weightBytes: number;
  readonly maxRun: number;
  private readonly gpu: GpuDevice;
  private readonly buffers: Buffers;
  private readonly encoder: Encoder;
  private readonly machine: Machine;
  private readonly slots: readonly Slot[];
  private readonly states: States;
  private plans: CachedPlan[] = [];
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
    this.format = parts.format;
    this.weightBytes = weights.bytes;
    this.slots = stateSlots(blueprint);
    this.states = new States(this.slots, buffers, encoder);
    const changes = new Changes(blueprint, buffers, encoder);
    this.machine = { blueprint, weights, buffers, encoder, changes, variants, constants: new Map() };
    this.maxRun = longestRun(blueprint, gpu);
    void gpu.whenLost.then((error) => this.endPending?.(error));
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
      const { signal } = request;
      throwIfAborted(signal);
      const own = ownState(state, this.slots);
      const T = tokens.length;
      if (T < 1 || T > this.maxRun)
        throw new EngineError('bad-argument', `a run takes 1 to ${this.maxRun} tokens; got ${T}`);
      for (const id of tokens)
        if (id >= this.blueprint.vocabSize)
          throw new EngineError(
            'bad-token',
            `token id ${id} is not below the vocabulary's ${this.blueprint.vocabSize}`,
          );
      const greedy = request.greedy === true;
      const taps = [...new Set(request.taps)];
      const wanted: Wanted = { taps, logits: request.logits ?? (greedy ? 'none' : 'last'), greedy };
      const changes = this.machine.changes.resolve(request.interventions);
      const plan = this.planFor(wanted, changes);
      const step = this.passLength(plan, taps, own.position, T);
      const memory = this.states.begin(own);
      try {
        const results: RunResult[] = [];
        for (let from = 0; from < T; from += step) {
          throwIfAborted(signal);
          const ids = tokens.subarray(from, Math.min(T, from + step));
          results.push(await this.pass(plan, changes, wanted, ids, own.position + from, memory));
        }
        throwIfAborted(signal);
        memory.commit();
        return this.joined(results, wanted);
      } catch (error) {
        memory.abort();
        throw error;
      }
    });
  }

  decodeGreedy(state: ModelState, first: number, count: number, signal?: AbortSignal): Promise<Uint32Array> {
    return this.exclusive(async () => {
      throwIfAborted(signal);
      const own = ownState(state, this.slots);
      const { vocabSize } = this.blueprint;
      if (!(Number.isInteger(first) && first >= 0 && first < vocabSize))
        throw new EngineError('bad-token', `token id ${first} is not below the vocabulary's ${vocabSize}`);
      if (!(Number.isInteger(count) && count >= 0))
        throw new EngineError('bad-argument', `the number of tokens must be a whole number ≥ 0; got ${count}`);
      if (count === 0) return new Uint32Array(0);
      const changes = this.machine.changes.resolve(undefined);
      const plan = this.planFor({ taps: [], logits: 'none', greedy: true }, changes);
      const ids = this.buffers.acquire(4 * (count + 1), 'ids'); // [first, then what follows]
      const memory = this.states.begin(own);
      let staging: GPUBuffer | null = null;
      try {
        staging = this.buffers.stage(4 * count);
        this.buffers.write(ids, 0, Uint32Array.of(first));
        let before: Promise<unknown> = Promise.resolve();
        for (let i = 0; i < count; i++) {
          memory.advance(1);
          const tokens: GpuTensor = { buffer: ids, shape: [1], offset: i, stride: 1 };
          const pass = new Pass(this.machine, {
            plan,
            changes,
            tokens,
            position: own.position + i,
            memory,
            onTap: () => {},
          });
          try {
            argmax(this.encoder, pass.record()!, ids, i + 1);
          } finally {
            pass.end();
          }
          if (i + 1 < count && (i + 1) % BATCH !== 0) continue;
          if (i + 1 === count) this.encoder.copy(ids, 4, staging, 0, 4 * count);
          await this.encoder.submit();
          // One batch is recorded while the device works on the one before.
          await before;
          throwIfAborted(signal);
          before = this.gpu.device.queue.onSubmittedWorkDone();
        }
        const data = this.buffers.collect(staging, 4 * count);
        staging = null; // collect gives it back
        const words = await data;
        await this.encoder.settle();
        throwIfAborted(signal);
        memory.commit();
        return new Uint32Array(words.buffer, 0, count);
      } catch (error) {
        memory.abort();
        if (staging) this.buffers.unstage(staging);
        throw error;
      } finally {
        this.buffers.release(ids);
      }
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
    if (this.disposed) return;
    this.states.free(ownState(state, this.slots));
  }

  stats(): RunStats {
    return this.buffers.stats();
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.buffers.dispose();
    this.gpu.dispose();
    this.plans = [];
  }

  /** Records and submits one pass, and waits for what it gives. */
  private async pass(
    plan: Plan,
    changes: ChangesByNode,
    wanted: Wanted,
    ids: Uint32Array,
    position: number,
    memory: Transition,
  ): Promise<RunResult> {
    const { buffers, encoder } = this;
    const T = ids.length;
    const S = position + T;
    memory.advance(T);
    const sizes = { T, S };
    const { vocabSize } = this.blueprint;
    const rows = wanted.logits === 'none' ? 0 : wanted.logits === 'all' ? T : 1;
    const bytes = tapBytes(this.blueprint, wanted.taps, T, S) + 4 * rows * vocabSize + (wanted.greedy ? 4 : 0);
    const words = buffers.acquire(4 * T, 'ids');
    const chosen = wanted.greedy ? buffers.acquire(4, 'ids') : null;
    let staging = bytes > 0 ? buffers.stage(bytes) : null;
    const places = new Map<string, number>(); // float of the staging buffer at which each tap starts
    let at = 0;
    const take = (value: GpuTensor, floats: number): number => {
      const start = at;
      encoder.copy(value.buffer, 4 * value.offset, staging!, 4 * at, 4 * floats);
      at += floats;
      return start;
    };
    const tokens: GpuTensor = { buffer: words, shape: [T], offset: 0, stride: 1 };
    const pass = new Pass(this.machine, {
      plan,
      changes,
      tokens,
      position,
      memory,
      onTap: (node, value) =>
        places.set(node.id, take(value, sizeOf(evalShape(node.shape, this.blueprint.dims, sizes)))),
    });
    try {
      buffers.write(words, 0, new Uint32Array(ids));
      const logits = pass.record();
      let logitsAt = 0;
      let chosenAt = 0;
      if (logits && rows > 0) {
        const row = { ...logits, offset: logits.offset + (logits.shape[0] - rows) * logits.stride };
        logitsAt = take(row, rows * vocabSize);
      }
      if (logits && chosen) {
        argmax(encoder, logits, chosen, 0);
        chosenAt = take({ buffer: chosen, shape: [1], offset: 0, stride: 1 }, 1);
      }
      await encoder.submit();
      let data: Float32Array<ArrayBuffer> | null = null;
      if (staging) {
        const mapped = buffers.collect(staging, bytes);
        staging = null; // collect gives it back
        data = await mapped;
      } else await this.gpu.device.queue.onSubmittedWorkDone();
      await encoder.settle();
      const piece = (start: number, shape: readonly number[]): Tensor => ({
        shape,
        data: data!.slice(start, start + sizeOf(shape)),
      });
      const taps = new Map<string, Tensor>();
      for (const id of wanted.taps) {
        const place = places.get(id);
        if (place === undefined)
          taps.set(id, { shape: [T], data: Float32Array.from(ids) }); // the tokens themselves
        else taps.set(id, piece(place, evalShape(this.node(id).shape, this.blueprint.dims, sizes)));
      }
      return {
        taps,
        ...(rows > 0 ? { logits: piece(logitsAt, [rows, vocabSize]) } : {}),
        ...(chosen ? { greedy: new Uint32Array(data!.buffer)[chosenAt] } : {}),
      };
    } finally {
      pass.end();
      buffers.release(words);
      if (chosen) buffers.release(chosen);
      if (staging) buffers.unstage(staging);
    }
  }

  /** Results of consecutive passes as one. */
  private joined(results: readonly RunResult[], wanted: Wanted): RunResult {
    const last = results.at(-1)!;
    if (results.length === 1) return last;
    const taps = new Map<string, Tensor>();
    for (const id of wanted.taps)
      taps.set(
        id,
        joinPieces(
          this.blueprint,
          id,
          results.map((r) => r.taps.get(id)!),
        ),
      );
    const logits =
      wanted.logits === 'all'
        ? joinPieces(
            this.blueprint,
            'logits',
            results.map((r) => r.logits!),
          )
        : last.logits;
    return { ...last, taps, ...(logits ? { logits } : {}) };
  }

  /** The plan of a request, made at its first use. */
  private planFor(wanted: Wanted, changes: ChangesByNode): Plan {
    const logits = wanted.logits === 'none' && wanted.greedy ? 'last' : wanted.logits;
    const key = `${logits} ${wanted.taps.join(' ')}`;
    const at = this.plans.findIndex((p) => p.key === key && p.changes === changes);
    const found =
      at >= 0
        ? this.plans.splice(at, 1)[0]
        : { key, changes, plan: makePlan(this.blueprint, this.slots, { taps: wanted.taps, logits, changes }) };
    this.plans.unshift(found);
    this.plans.length = Math.min(this.plans.length, PLANS);
    return found.plan;
  }

  /** Tokens per pass: all of them unless a value that has to be made whole, or the taps together, would not fit the device. */
  private passLength(plan: Plan, taps: readonly string[], position: number, T: number): number {
    const S = position + T;
    const { maxBufferSize } = this.gpu.device.limits;
    for (let step = T; step > 1; step = Math.ceil(step / 2))
      if (
        largestValue(this.blueprint, plan, step, S) <= this.gpu.bindingLimit &&
        tapBytes(this.blueprint, taps, step, S) <= maxBufferSize / 2
      )
        return step;
    return 1;
  }

  private node(id: string) {
    return this.blueprint.nodes.find((n) => n.id === id)!;
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
        throw error;
      } finally {
        this.endPending = null;
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

export function modelParts(gpu: GpuDevice): Pick<ModelParts, 'gpu' | 'buffers' | 'kernels' | 'encoder'> {
  const kernels = new Kernels(gpu);
  const buffers = new Buffers(gpu);
  return { gpu, kernels, buffers, encoder: new Encoder(gpu, kernels, buffers) };
}
