/**
 * The CPU backend: the oracle that WebGPU is held against, and the fallback where there is none. Read first: step.ts (what a plan is made
 * of), plan.ts (how a request becomes a plan), run.ts (how it runs). Kernels are the files named like their ops; storage is f32, sums are
 * f64.
 */
import type {
  BackendModel,
  BackendOptions,
  HostState,
  ModelState,
  RunRequest,
  RunResult,
  RunStats,
  WeightFormat,
  WeightReader,
} from '../backend';
import { evalShape } from '../blueprint/dims';
import { type Slot, stateSlots } from '../blueprint/slots';
import type { Blueprint } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import { sizeOf } from '../tensor';
import { argmax } from './elementwise';
import { compile, type Plan, type PlanRequest } from './plan';
import { type Clock, runPlan } from './run';
import { CpuState } from './state';
import type { S4dMode } from './steps/s4d';
import { type CpuWeights, loadWeights, outOfMemory } from './weights';

/** Plans kept for requests to come: decoding, prefill chunks and their remainders, with and without taps. */
const PLANS = 6;
/** Floats that the buffers of kept plans may take together (128 MiB). */
const PLAN_FLOATS = 2 ** 25;
/** Floats that one activation of a run may take (256 MiB): bounds `maxRun`. */
const ACTIVATION_FLOATS = 2 ** 26;

export interface CpuOptions extends BackendOptions {
  /** How S4D prefills from a zero state: as it pays ('auto'), or always one way, for tests and for the book. */
  readonly s4d?: S4dMode;
}

/** A model on the CPU. Throws what the reader throws, 'cancelled', or 'too-large' where memory gives out. */
export async function loadCpu(
  blueprint: Blueprint,
  reader: WeightReader,
  options: CpuOptions = {},
): Promise<BackendModel> {
  const weights = await loadWeights(blueprint, reader, options);
  return new CpuModel(blueprint, weights, options.format ?? 'f32', options.s4d ?? 'auto');
}

interface CachedPlan {
  readonly key: string;
  readonly interventions: PlanRequest['interventions'];
  readonly plan: Plan;
}

class CpuModel implements BackendModel {
  readonly kind = 'cpu';
  readonly device = 'CPU';
  readonly weightBytes: number;
  readonly maxRun: number;
  private readonly slots: readonly Slot[];
  /** What runs write fixed states to, swapped with the state's own at the end; one per slot. */
  private readonly spare: Float32Array[];
  private plans: CachedPlan[] = [];
  private readonly clock: Clock = { last: performance.now() };
  private queue: Promise<unknown> = Promise.resolve();
  private weights: CpuWeights | null;

  constructor(
    readonly blueprint: Blueprint,
    weights: CpuWeights,
    readonly format: WeightFormat,
    private readonly s4d: S4dMode,
  ) {
    this.weights = weights;
    this.weightBytes = weights.bytes;
    this.slots = stateSlots(blueprint);
    this.spare = this.slots.map((slot) => new Float32Array(slot.grows ? 0 : slot.size));
    const widest = Math.max(
      ...blueprint.nodes
        .filter((n) => n.shape[0] === 'T' && !n.op.endsWith('-state') && !n.side)
        .map((n) => sizeOf(evalShape(n.shape, blueprint.dims, { T: 1 }))),
    );
    this.maxRun = Math.max(1, Math.floor(ACTIVATION_FLOATS / widest));
  }

  async createState(): Promise<ModelState> {
    this.alive();
    return CpuState.empty(this.slots);
  }

  run(state: ModelState, tokens: Uint32Array, request: RunRequest): Promise<RunResult> {
    return this.exclusive(async () => {
      throwIfAborted(request.signal);
      const own = this.own(state);
      const T = tokens.length;
      if (T < 1 || T > this.maxRun)
        throw new EngineError('bad-argument', `a run takes 1 to ${this.maxRun} tokens; got ${T}`);
      for (const id of tokens)
        if (id >= this.blueprint.vocabSize)
          throw new EngineError(
            'bad-token',
            `token id ${id} is not below the vocabulary's ${this.blueprint.vocabSize}`,
          );
      const wanted = request.logits ?? (request.greedy ? 'none' : 'last');
      const logits = wanted === 'none' && request.greedy ? 'last' : wanted;
      try {
        const { taps = [], interventions = [] } = request;
        const plan = this.planFor({ T, taps, logits, interventions });
        const run = { tokens, first: own.position, S: own.position + T, state: own.begin(T, this.spare) };
        const read = await runPlan(plan, run, this.blueprint, this.clock, () => this.own(own), request.signal);
        const result = this.result(plan, read, wanted, request.greedy === true);
        own.commit(T, this.spare);
        return result;
      } catch (error) {
        throw outOfMemory(error, `a run of ${T} tokens at position ${own.position}`);
      }
    });
  }

  /** Logits and the greedy choice from the last node's rows. */
  private result(plan: Plan, taps: RunResult['taps'], wanted: 'none' | 'last' | 'all', greedy: boolean): RunResult {
    if (!plan.logits) return { taps };
    const { data, width } = plan.logits;
    const last = data.subarray(data.length - width);
    const rows = wanted === 'all' ? data : last;
    return {
      taps,
      ...(wanted === 'none' ? {} : { logits: { shape: [rows.length / width, width], data: rows.slice() } }),
      ...(greedy ? { greedy: argmax(last) } : {}),
    };
  }

  copyState(state: ModelState): Promise<ModelState> {
    return this.exclusive(async () => this.own(state).copy());
  }

  readState(state: ModelState): Promise<HostState> {
    return this.exclusive(async () => this.own(state).toHost());
  }

  async writeState(host: HostState): Promise<ModelState> {
    this.alive();
    return CpuState.fromHost(this.slots, host);
  }

  freeState(state: ModelState): void {
    if (state instanceof CpuState) state.free();
  }

  /** Nothing is dispatched, submitted or read back on a CPU. */
  stats(): RunStats {
    return { dispatches: 0, submits: 0, bytesRead: 0 };
  }

  dispose(): void {
    this.weights = null;
    this.plans = [];
  }

  private alive(): CpuWeights {
    if (!this.weights) throw new EngineError('bad-argument', 'this model was disposed of');
    return this.weights;
  }

  private own(state: ModelState): CpuState {
    this.alive();
    if (!(state instanceof CpuState) || state.freed || state.slots !== this.slots)
      throw new EngineError('bad-argument', 'this state was freed or belongs to another model');
    return state;
  }

  /** The plan of a request, made at its first use. Lists of interventions are told apart by identity: they are not changed once given. */
  private planFor(request: PlanRequest): Plan {
    const key = `${request.T} ${request.logits} ${request.taps.join(' ')}`;
    const { interventions } = request;
    const at = this.plans.findIndex(
      (p) =>
        p.key === key &&
        (p.interventions === interventions || (p.interventions.length === 0 && interventions.length === 0)),
    );
    const found =
      at >= 0
        ? this.plans.splice(at, 1)[0]
        : {
            key,
            interventions,
            plan: compile(
              { blueprint: this.blueprint, weights: this.alive(), slots: this.slots, s4d: this.s4d },
              request,
            ),
          };
    this.plans.unshift(found);
    let floats = 0;
    this.plans = this.plans.filter(({ plan }, i) => {
      floats += plan.floats;
      return i < PLANS && floats <= PLAN_FLOATS;
    });
    return found.plan;
  }

  /** Runs share buffers and the processor: one after another, in the order in which they were asked for. */
  private exclusive<R>(work: () => Promise<R>): Promise<R> {
    const next = this.queue.then(work, work);
    this.queue = next.catch(() => undefined);
    return next;
  }
}
