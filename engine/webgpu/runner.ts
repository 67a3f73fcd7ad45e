/**
 * Runs requests: cuts one into passes over the model where it must be, submits them, reads back what was asked for in one mapping, and moves
 * the state on at the end. Read first: op.ts (what a kernel sees), planner.ts (how a request becomes steps), pass.ts (how steps are recorded),
 * state.ts (how memory moves on). One call at a time: model.ts sees to that.
 */
import type { RunRequest, RunResult } from '../backend';
import { evalShape } from '../blueprint/dims';
import { nodeOf } from '../blueprint/graph';
import { throwIfAborted } from '../errors';
import { joinPieces } from '../session/trace';
import { sizeOf, type Tensor } from '../tensor';
import type { ChangesByNode } from './changes';
import type { GpuDevice } from './device';
import type { GpuTensor } from './op';
import { argmax } from './ops/argmax';
import { largestValue, type Machine, Pass, tapBytes } from './pass';
import { makePlan, type Plan } from './planner';
import type { GpuState, States, Transition } from './state';

/** Plans kept for requests to come: decoding, prefill chunks, with and without taps. */
const PLANS = 8;
/** Tokens that greedy decoding records before it submits: enough to hide the way to the device, few enough to stop soon. */
const BATCH = 8;

/** What a pass is to give back. */
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

export class Runner {
  private plans: CachedPlan[] = [];

  constructor(
    private readonly gpu: GpuDevice,
    private readonly machine: Machine,
    private readonly states: States,
  ) {}

  /**
   * Compiles what decoding and prefilling T tokens will need, without running anything: the first token then comes as fast as the others, and a
   * kernel that this device refuses is known while there is still another backend to turn to.
   */
  async warm(T: number): Promise<void> {
    const { buffers, encoder } = this.machine;
    const changes = this.machine.changes.resolve(undefined);
    const plan = this.planFor({ taps: [], logits: 'last', greedy: true }, changes);
    const state = this.states.create();
    const ids = buffers.acquire(4 * T, 'ids');
    try {
      for (const rows of new Set([1, T])) {
        const memory = this.states.begin(state);
        const tokens: GpuTensor = { buffer: ids, shape: [rows], offset: 0, stride: 1 };
        const pass = new Pass(this.machine, { plan, changes, tokens, position: 0, memory, onTap: () => {} });
        try {
          memory.advance(rows);
          argmax(encoder, pass.record()!, ids, 0);
        } finally {
          pass.end();
          memory.abort();
        }
      }
      await encoder.compile();
    } finally {
      encoder.discard();
      buffers.release(ids);
      this.states.free(state);
    }
  }

  async run(state: GpuState, tokens: Uint32Array, request: RunRequest): Promise<RunResult> {
    const { signal } = request;
    const T = tokens.length;
    const greedy = request.greedy === true;
    const taps = [...new Set(request.taps)];
    const wanted: Wanted = { taps, logits: request.logits ?? (greedy ? 'none' : 'last'), greedy };
    const changes = this.machine.changes.resolve(request.interventions);
    const plan = this.planFor(wanted, changes);
    const step = this.passLength(plan, taps, state.position, T);
    const memory = this.states.begin(state);
    try {
      const results: RunResult[] = [];
      for (let start = 0; start < T; start += step) {
        throwIfAborted(signal);
        const ids = tokens.subarray(start, Math.min(T, start + step));
        results.push(await this.pass(plan, changes, wanted, ids, state.position + start, memory));
      }
      throwIfAborted(signal);
      memory.commit();
      return this.joined(results, wanted);
    } catch (error) {
      memory.abort();
      throw error;
    }
  }

  /** Each token's argmax feeds the next embedding on the device; the ids are read once, at the end. */
  async decodeGreedy(state: GpuState, first: number, count: number, signal?: AbortSignal): Promise<Uint32Array> {
    const { buffers, encoder } = this.machine;
    const changes = this.machine.changes.resolve(undefined);
    const plan = this.planFor({ taps: [], logits: 'none', greedy: true }, changes);
    const ids = buffers.acquire(4 * (count + 1), 'ids'); // first, then what follows
    const memory = this.states.begin(state);
    let staging: GPUBuffer | null = null;
    try {
      staging = buffers.stage(4 * count);
      buffers.write(ids, 0, Uint32Array.of(first));
      let before: Promise<unknown> = Promise.resolve();
      for (let i = 0; i < count; i++) {
        const tokens: GpuTensor = { buffer: ids, shape: [1], offset: i, stride: 1 };
        const position = state.position + i;
        memory.advance(1);
        const pass = new Pass(this.machine, { plan, changes, tokens, position, memory, onTap: () => {} });
        try {
          argmax(encoder, pass.record()!, ids, i + 1);
        } finally {
          pass.end();
        }
        if (i + 1 < count && (i + 1) % BATCH !== 0) continue;
        if (i + 1 === count) encoder.copy(ids, 4, staging, 0, 4 * count);
        await encoder.submit();
        await before; // one batch is recorded while the device works on the one before
        throwIfAborted(signal);
        before = this.gpu.device.queue.onSubmittedWorkDone();
      }
      const mapped = buffers.collect(staging, 4 * count);
      staging = null; // collect gives it back
      const words = new Uint32Array((await mapped).buffer, 0, count);
      await encoder.settle();
      throwIfAborted(signal);
      memory.commit();
      return words;
    } catch (error) {
      memory.abort();
      if (staging) buffers.unstage(staging);
      throw error;
    } finally {
      buffers.release(ids);
    }
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
    const { buffers, encoder, blueprint } = this.machine;
    const T = ids.length;
    const sizes = { T, S: position + T };
    const { vocabSize } = blueprint;
    const rows = wanted.logits === 'none' ? 0 : wanted.logits === 'all' ? T : 1;
    const bytes = tapBytes(blueprint, wanted.taps, T, sizes.S) + 4 * rows * vocabSize + (wanted.greedy ? 4 : 0);
    memory.advance(T);
    const words = buffers.acquire(4 * T, 'ids');
    const chosen = buffers.acquire(4, 'ids');
    let staging: GPUBuffer | null = null;
    let pass: Pass | null = null;
    try {
      if (bytes > 0) staging = buffers.stage(bytes);
      const places = new Map<string, number>(); // float of the staging buffer at which each tap starts
      let next = 0;
      const take = (value: GpuTensor, floats: number): number => {
        const place = next;
        encoder.copy(value.buffer, 4 * value.offset, staging!, 4 * place, 4 * floats);
        next += floats;
        return place;
      };
      const tokens: GpuTensor = { buffer: words, shape: [T], offset: 0, stride: 1 };
      buffers.write(words, 0, new Uint32Array(ids));
      pass = new Pass(this.machine, {
        plan,
        changes,
        tokens,
        position,
        memory,
        onTap: (node, value) => places.set(node.id, take(value, sizeOf(evalShape(node.shape, blueprint.dims, sizes)))),
      });
      const logits = pass.record();
      let logitsAt = 0;
      let chosenAt = 0;
      if (logits && rows > 0) {
        const offset = logits.offset + (logits.shape[0] - rows) * logits.stride;
        logitsAt = take({ ...logits, offset }, rows * vocabSize);
      }
      if (logits && wanted.greedy) {
        argmax(encoder, logits, chosen, 0);
        chosenAt = take({ buffer: chosen, shape: [1], offset: 0, stride: 1 }, 1);
      }
      await encoder.submit();
      let data = new Float32Array(0);
      if (staging) {
        const mapped = buffers.collect(staging, bytes);
        staging = null; // collect gives it back
        data = await mapped;
      } else await this.gpu.device.queue.onSubmittedWorkDone();
      await encoder.settle();
      const piece = (start: number, shape: readonly number[]): Tensor => ({
        shape,
        data: data.slice(start, start + sizeOf(shape)),
      });
      const taps = new Map<string, Tensor>();
      for (const id of wanted.taps) {
        const place = places.get(id);
        if (place === undefined)
          taps.set(id, { shape: [T], data: Float32Array.from(ids) }); // the tokens themselves
        else taps.set(id, piece(place, evalShape(nodeOf(blueprint, id).shape, blueprint.dims, sizes)));
      }
      return {
        taps,
        ...(rows > 0 ? { logits: piece(logitsAt, [rows, vocabSize]) } : {}),
        ...(wanted.greedy ? { greedy: new Uint32Array(data.buffer)[chosenAt] } : {}),
      };
    } finally {
      pass?.end();
      buffers.release(words);
      buffers.release(chosen);
      if (staging) buffers.unstage(staging);
    }
  }

  /** Results of consecutive passes as one. */
  private joined(results: readonly RunResult[], wanted: Wanted): RunResult {
    const last = results.at(-1)!;
    if (results.length === 1) return last;
    const join = (id: string, of: (result: RunResult) => Tensor) =>
      joinPieces(this.machine.blueprint, id, results.map(of));
    const taps = new Map(wanted.taps.map((id) => [id, join(id, (r) => r.taps.get(id)!)]));
    return { ...last, taps, ...(wanted.logits === 'all' ? { logits: join('logits', (r) => r.logits!) } : {}) };
  }

  /** The plan of a request, made at its first use. */
  private planFor(wanted: Wanted, changes: ChangesByNode): Plan {
    const logits = wanted.logits === 'none' && wanted.greedy ? 'last' : wanted.logits;
    const key = `${logits} ${wanted.taps.join(' ')}`;
    const at = this.plans.findIndex((p) => p.key === key && p.changes === changes);
    const found = at >= 0 ? this.plans.splice(at, 1)[0] : { key, changes, plan: this.plan(wanted, logits, changes) };
    this.plans.unshift(found);
    this.plans.length = Math.min(this.plans.length, PLANS);
    return found.plan;
  }

  private plan(wanted: Wanted, logits: Wanted['logits'], changes: ChangesByNode): Plan {
    return makePlan(this.machine.blueprint, this.states.slots, { taps: wanted.taps, logits, changes });
  }

  /** Tokens per pass: all of them unless a value that has to be made whole, or the taps together, would not fit the device. */
  private passLength(plan: Plan, taps: readonly string[], position: number, T: number): number {
    const { blueprint } = this.machine;
    const S = position + T;
    const readBack = this.gpu.device.limits.maxBufferSize;
    for (let step = T; step > 1; step = Math.ceil(step / 2))
      if (
        largestValue(blueprint, plan, step, S) <= this.gpu.bindingLimit &&
        tapBytes(blueprint, taps, step, S) <= readBack / 2
      )
        return step;
    return 1;
  }
}
