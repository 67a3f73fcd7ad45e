/**
 * A session: one text running through one model. It owns the model's state, knows how that state came about (tokens, the interventions
 * active at each, a state set by hand), and can therefore go back, branch, and rebuild itself on a new device.
 * Read engine/backend.ts first; model.ts loads what this runs on.
 */
import type { BackendModel, HostState, Intervention, ModelState, RunRequest, RunResult } from '../backend';
import { EngineError, throwIfAborted } from '../errors';
import type { Tensor } from '../tensor';
import { sizeOf } from '../tensor';
import { EMPTY, extend, type History, PREFILL_CHUNK, replay, tokensOf } from './history';
import type { Model } from './model';
import { checkSampling, type Distribution, distribution, drawToken, type SamplingOptions } from './sampling';
import { joinPieces, type TracePiece } from './trace';

export interface RunOptions {
  /** Node ids to return. */
  readonly taps?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface PrefillOptions extends RunOptions {
  /** Tokens per run; results do not depend on it beyond rounding. */
  readonly chunk?: number;
  /** Keep the logits of every position (T × vocabulary floats) rather than of the last only. */
  readonly allLogits?: boolean;
  /** Called after each run with the tokens run and the tokens in all; awaited, so that a caller can slow the prefill or let others in. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

export interface StepResult {
  readonly id: number;
  /** Absolute position of this token. */
  readonly position: number;
  readonly taps: ReadonlyMap<string, Tensor>;
}

/** A place to come back to. Cheap for SSMs: their state has a fixed size. Free it when it is no longer needed. */
export interface Snapshot {
  readonly position: number;
  readonly tokens: readonly number[];
}

interface SnapshotData extends Snapshot {
  history: History;
  logits: Float32Array | null;
  state: ModelState;
  generation: number;
}

/** One text in one model; calls queue and run one at a time. */
export class Session {
  private history: History = EMPTY;
  private lastLogits: Float32Array | null = null;
  private active: readonly Intervention[] = [];
  private readonly snapshots = new Set<SnapshotData>();
  private queue: Promise<unknown> = Promise.resolve();
  private generation: number;

  private constructor(
    readonly model: Model,
    private state: ModelState,
  ) {
    this.generation = model.generation;
  }

  static async create(model: Model): Promise<Session> {
    return new Session(model, await model.backend.createState());
  }

  /** Tokens seen so far. */
  get position(): number {
    return this.state.position;
  }

  /** Ids seen so far, those before a state set by hand included. */
  get tokens(): number[] {
    return tokensOf(this.history);
  }

  /** Bytes of recurrent state (constant) and of KV cache (growing) on the device. */
  get stateBytes(): ModelState['bytes'] {
    return this.state.bytes;
  }

  /** Logits after the last token, or null before the first. A copy is not made: do not write to it. */
  get logits(): Float32Array | null {
    return this.lastLogits;
  }

  /** Interventions that act on every token from now on; an empty list removes them. Tokens already seen keep what was active then. */
  intervene(list: readonly Intervention[]): void {
    this.active = [...list];
  }

  get interventions(): readonly Intervention[] {
    return this.active;
  }

  /** The distribution of the next token under these sampling options, from logits at hand: nothing runs. */
  sample(options: SamplingOptions): Distribution {
    return distribution(this.needLogits(), options);
  }

  /**
   * Runs `ids` in chunks and keeps the logits of the last. Returns the taps asked for, joined over chunks, and all logits if wanted.
   * Aborted or failed, the session is as it was before the call.
   */
  prefill(
    ids: ArrayLike<number>,
    options: PrefillOptions = {},
  ): Promise<{ logits: Tensor | null; taps: Map<string, Tensor> }> {
    return this.exclusive(async () => {
      const pieces: TracePiece[] = [];
      const rows: Tensor[] = [];
      await this.runChunks(ids, options, (piece, logits) => {
        if (options.taps?.length) pieces.push(piece);
        if (options.allLogits && logits) rows.push(logits);
      });
      const taps = new Map<string, Tensor>();
      for (const id of new Set(options.taps))
        taps.set(
          id,
          joinPieces(
            this.model.blueprint,
            id,
            pieces.map((p) => p.taps.get(id)!),
          ),
        );
      return { logits: rows.length ? joinPieces(this.model.blueprint, 'logits', rows) : null, taps };
    });
  }

  /**
   * Like prefill, but hands over the taps, and the logits asked for, chunk by chunk so that a long trace need not fit in memory.
   * `traceBytes` tells the size.
   */
  trace(
    ids: ArrayLike<number>,
    options: PrefillOptions,
    onPiece: (piece: TracePiece, logits: Tensor | undefined) => void | Promise<void>,
  ): Promise<void> {
    return this.exclusive(() => this.runChunks(ids, options, onPiece));
  }

  /** Draws the next token from the logits at hand and runs it. */
  step(sampling: SamplingOptions = {}, options: RunOptions = {}): Promise<StepResult> {
    checkSampling(sampling);
    return this.exclusive(async () => {
      const position = this.position;
      const id = drawToken(this.needLogits(), position, sampling);
      const taps = await this.runOne(id, options);
      return { id, position, taps };
    });
  }

  /** Runs one given token, as if it had been drawn. */
  feed(id: number, options: RunOptions = {}): Promise<StepResult> {
    return this.exclusive(async () => {
      const position = this.position;
      this.checkIds([id]);
      const taps = await this.runOne(id, options);
      return { id, position, taps };
    });
  }

  /** Draws and runs up to `count` tokens; stops after an end-of-text token, which is yielded too. */
  async *generate(count: number, sampling: SamplingOptions = {}, options: RunOptions = {}): AsyncGenerator<StepResult> {
    const eos = new Set(this.model.blueprint.special.eos);
    for (let i = 0; i < count; i++) {
      const result = await this.step(sampling, options);
      yield result;
      if (eos.has(result.id)) return;
    }
  }

  /** Remembers this place: state, tokens and logits. */
  snapshot(): Promise<Snapshot> {
    return this.exclusive(async () => {
      const state = await this.onDevice((backend) => backend.copyState(this.state));
      const data: SnapshotData = {
        position: this.position,
        tokens: this.tokens,
        history: this.history,
        logits: this.lastLogits,
        state,
        generation: this.generation,
      };
      this.snapshots.add(data);
      return data;
    });
  }

  /** Goes back (or forward) to a snapshot of this session, which stays valid. */
  restore(snapshot: Snapshot): Promise<void> {
    return this.exclusive(async () => {
      const data = snapshot as SnapshotData;
      if (!this.snapshots.has(data))
        throw new EngineError('bad-argument', 'this snapshot was freed or belongs to another session');
      const state = await this.onDevice(async (backend) => {
        if (data.generation !== this.model.generation) {
          data.state = await replay(this.model.backend, data.history);
          data.generation = this.model.generation;
        }
        return backend.copyState(data.state);
      });
      this.model.backend.freeState(this.state);
      this.state = state;
      this.history = data.history;
      this.lastLogits = data.logits;
    });
  }

  freeSnapshot(snapshot: Snapshot): void {
    const data = snapshot as SnapshotData;
    if (!this.snapshots.delete(data)) return;
    if (data.generation === this.model.generation) this.model.backend.freeState(data.state);
  }

  /** The whole state as plain tensors by name `<node id>:<kind>`. */
  readState(): Promise<HostState> {
    return this.exclusive(() => this.onDevice((backend) => backend.readState(this.state)));
  }

  /**
   * Replaces state tensors: all of `host`, or those named in `only` (swap one layer's state, patch in another run's). Shapes must agree.
   * Attention caches can be replaced only as a whole and only with the position they were taken at.
   */
  setState(host: HostState, only?: readonly string[]): Promise<void> {
    return this.exclusive(async () => {
      const own = await this.onDevice((backend) => backend.readState(this.state));
      const tensors = new Map(only ? own.tensors : host.tensors);
      for (const name of only ?? own.tensors.keys()) {
        const [a, b] = [own.tensors.get(name), host.tensors.get(name)];
        if (!a || !b)
          throw new EngineError(
            'bad-argument',
            `no state named "${name}"; known: ${[...own.tensors.keys()].slice(0, 4).join(', ')}, …`,
          );
        const cache = name.endsWith(':k') || name.endsWith(':v');
        const position = only ? own.position : host.position;
        if ((cache && (b.shape[0] ?? 0) !== position) || (!cache && String(a.shape) !== String(b.shape)))
          throw new EngineError(
            'bad-shape',
            `state "${name}" is [${a.shape}] here at position ${position}; got [${b.shape}]`,
          );
        if (sizeOf(b.shape) !== b.data.length)
          throw new EngineError('bad-shape', `state "${name}" of shape [${b.shape}] has ${b.data.length} values`);
        tensors.set(name, b);
      }
      const anchor: HostState = { position: only ? own.position : host.position, tensors };
      const state = await this.onDevice((backend) => backend.writeState(anchor));
      const before = this.tokens;
      this.model.backend.freeState(this.state);
      this.state = state;
      this.history = { anchor, before, runs: [] };
    });
  }

  /** Sets recurrent state (not attention caches) to zero: for all layers, or those given. "Forget now". */
  async forget(layers?: readonly number[]): Promise<void> {
    const host = await this.readState();
    const only = [...host.tensors.keys()].filter((name) => {
      const layer = Number(/^layers\.(\d+)\./.exec(name)?.[1]);
      return !/:[kv]$/.test(name) && (!layers || layers.includes(layer));
    });
    const tensors = new Map(host.tensors);
    for (const name of only) {
      const t = tensors.get(name)!;
      tensors.set(name, { shape: t.shape, data: new Float32Array(t.data.length) });
    }
    await this.setState({ position: host.position, tensors }, only);
  }

  /** Back to an empty context. Interventions and snapshots stay. */
  reset(): Promise<void> {
    return this.exclusive(async () => {
      const state = await this.onDevice((backend) => backend.createState());
      this.model.backend.freeState(this.state);
      this.state = state;
      this.history = EMPTY;
      this.lastLogits = null;
    });
  }

  dispose(): void {
    for (const snapshot of this.snapshots) this.freeSnapshot(snapshot);
    if (this.generation === this.model.generation) this.model.backend.freeState(this.state);
  }

  private needLogits(): Float32Array {
    if (!this.lastLogits)
      throw new EngineError('bad-argument', 'there is no next token yet: prefill at least one token first');
    // Padded vocabularies (50,277 tokens in 50,288 rows) have rows that no text decodes to: they are never drawn.
    return this.lastLogits.subarray(0, this.model.drawable);
  }

  private checkIds(ids: ArrayLike<number>): void {
    const limit = this.model.blueprint.vocabSize;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      if (!Number.isInteger(id) || id < 0 || id >= limit)
        throw new EngineError('bad-token', `token ${i} has id ${id}; this model's vocabulary is 0 … ${limit - 1}`, '', {
          index: i,
          id,
          limit,
        });
    }
  }

  private async runOne(id: number, options: RunOptions): Promise<ReadonlyMap<string, Tensor>> {
    const result = await this.run([id], {
      logits: 'last',
      taps: options.taps ?? [],
      ...(options.signal ? { signal: options.signal } : {}),
    });
    this.lastLogits = result.logits!.data;
    return result.taps;
  }

  private async runChunks(
    ids: ArrayLike<number>,
    options: PrefillOptions,
    onPiece: (piece: TracePiece, logits: Tensor | undefined) => void | Promise<void>,
  ): Promise<void> {
    this.checkIds(ids);
    if (ids.length === 0) throw new EngineError('bad-argument', 'nothing to run: the list of tokens is empty');
    const chunk = Math.min(options.chunk ?? PREFILL_CHUNK, this.model.backend.maxRun);
    if (!(Number.isInteger(chunk) && chunk > 0))
      throw new EngineError('bad-argument', `chunk must be a whole number ≥ 1; got ${options.chunk}`);
    // A prefill of several runs is undone as a whole; a single run undoes itself.
    const before = ids.length > chunk ? await this.onDevice((backend) => backend.copyState(this.state)) : null;
    const [history, logits, generation] = [this.history, this.lastLogits, this.generation];
    try {
      for (let from = 0; from < ids.length; from += chunk) {
        throwIfAborted(options.signal);
        const to = Math.min(from + chunk, ids.length);
        const start = this.position;
        const result = await this.run(Array.prototype.slice.call(ids, from, to), {
          taps: options.taps ?? [],
          logits: options.allLogits ? 'all' : to === ids.length ? 'last' : 'none',
          ...(options.signal ? { signal: options.signal } : {}),
        });
        if (to === ids.length) {
          const all = result.logits!;
          this.lastLogits = all.shape[0] === 1 ? all.data : all.data.slice(-this.model.blueprint.vocabSize);
        }
        await onPiece({ from: start, to: start + to - from, taps: result.taps }, result.logits);
        await options.onProgress?.(to, ids.length);
      }
    } catch (error) {
      if (before) {
        const backend = this.model.backend;
        const lost = this.generation !== generation;
        backend.freeState(this.state);
        this.state = lost ? await replay(backend, history) : before;
        this.history = history;
        this.lastLogits = logits;
      }
      throw error;
    }
    if (before && this.generation === generation) this.model.backend.freeState(before);
  }

  /** One run on the backend, recorded in the history. */
  private async run(tokens: number[], request: RunRequest): Promise<RunResult> {
    const interventions = this.active;
    const result = await this.onDevice((backend) =>
      backend.run(this.state, Uint32Array.from(tokens), { ...request, interventions }),
    );
    this.history = { ...this.history, runs: extend(this.history.runs, tokens, interventions) };
    return result;
  }

  /**
   * Does `work` on the device. If the device was lost, before or meanwhile, the model is loaded onto a new one, this session's state
   * replayed there from its history, and the work done again, once: a second loss is reported.
   */
  private async onDevice<T>(work: (backend: BackendModel) => Promise<T>): Promise<T> {
    if (this.generation === this.model.generation) {
      try {
        return await work(this.model.backend);
      } catch (error) {
        if (!(error instanceof EngineError && error.code === 'device-lost')) throw error;
        await this.model.reload(this.generation);
      }
    }
    this.state = await replay(this.model.backend, this.history);
    this.generation = this.model.generation;
    return work(this.model.backend);
  }

  /** Calls on one session run one after another, in the order in which they were made. */
  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const next = this.queue.then(work, work);
    this.queue = next.catch(() => undefined);
    return next;
  }
}
