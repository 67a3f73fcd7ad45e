/**
 * The page's side of the engine's worker, without any framework (components/use-engine.ts is the thin React part).
 *
 *   const client = new EngineClient(new Worker(…));
 *   const model = await client.load(source, { device: 'auto' }, { onProgress, signal });   // model.info: kind, device, blueprint, …
 *   const { ids, pieces } = await model.encode('Once upon a time');
 *   const session = await model.createSession();             // many sessions share one model
 *   const { taps, surprise } = await session.prefill(ids, { taps: ['layers.3.mixer.h'], surprise: true });
 *   const step = await session.step({ temperature: 0.7, seed: 1 }, { taps });             // id, text, taps, milliseconds, …
 *   await session.generate(100, { sampling, taps }, { signal, onStep });                  // awaits onStep: pace it there
 *   const here = await session.snapshot();  await session.restore(here);  session.freeSnapshot(here);
 *   await session.intervene([{ node: 'layers.*.mixer.delta', action: { kind: 'scale', factor: 0 } }]);
 *   await model.view(ids, { name: 'hidden-attention', layer: 3, options: {} });             // engine/views lists them
 *   session.close();  model.dispose();
 *
 * Every call rejects with an EngineError: switch on `code`, show `message` and `hint`. Calls on one session run in the order in which
 * they were made. Aborting a signal rejects with 'cancelled' and leaves the session as it was; `generate` instead resolves to
 * 'cancelled', since pausing is no failure. Tensors arrive by transfer: they are the page's own.
 */
import { type Endpoint, proxy, type Remote, wrap } from 'comlink';
import type { HostState, Intervention } from '../backend';
import { EngineError } from '../errors';
import type { SamplingOptions } from '../session/sampling';
import type { Tensor } from '../tensor';
import type { Piece } from '../tokenizer';
import type { ViewName, ViewResult } from '../views';
import type { EngineHost } from './host';
import {
  asEngineError,
  type DistributionData,
  type EncodedText,
  type GenerateEnd,
  type GenerateOptions,
  type LoadProgress,
  type ModelInfo,
  type ModelSource,
  type PrefillData,
  type PrefillOptions,
  type RunOptions,
  type SessionStatus,
  type SnapshotInfo,
  type StepData,
  type TraceData,
  type ViewQuestion,
  type WorkerLoadOptions,
} from './protocol';

type Awaitable = void | Promise<void>;

export interface Abortable {
  readonly signal?: AbortSignal;
}

/** A worker as this file needs it; in tests one end of a MessageChannel. */
export type WorkerLike = Endpoint & { terminate?(): void };

/** The engine in one worker; when that dies, every waiting call is refused with the reason. */
export class EngineClient {
  private readonly host: Remote<EngineHost>;
  private readonly waiting = new Set<(error: EngineError) => void>();
  private broken: EngineError | null = null;
  private run = 1;
  /** Called once, when the worker has died or was ended: every model and session is gone. */
  onEnd: ((error: EngineError) => void) | null = null;

  constructor(private readonly worker: WorkerLike) {
    this.host = wrap<EngineHost>(worker);
    worker.addEventListener('error', ((event: ErrorEvent) => {
      this.fail(
        new EngineError(
          'internal',
          `the engine's worker stopped: ${event.message || 'its script could not be loaded'}`,
          'Reload the page.',
        ),
      );
    }) as EventListener);
  }

  /** True once the worker has died or was ended: make a new client. */
  get ended(): boolean {
    return this.broken !== null;
  }

  async load(
    source: ModelSource,
    options: WorkerLoadOptions = {},
    { signal, onProgress }: Abortable & { onProgress?: (progress: LoadProgress) => void } = {},
  ): Promise<LiveModel> {
    const info = await this.abortable(signal, (host, run) =>
      host.load(
        run,
        source,
        options,
        proxy((progress: LoadProgress) => onProgress?.(progress)),
      ),
    );
    return new LiveModel(this, info);
  }

  /** Ends the worker and everything in it; calls under way reject. */
  terminate(): void {
    this.fail(new EngineError('cancelled', 'The engine was shut down.'));
    this.worker.terminate?.();
  }

  /** One call to the worker; rejects with an EngineError, also when the worker dies meanwhile. */
  call<T>(work: (host: Remote<EngineHost>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.broken) return reject(this.broken);
      this.waiting.add(reject);
      work(this.host)
        .then(resolve, (error) => reject(asEngineError(error)))
        .finally(() => this.waiting.delete(reject));
    });
  }

  /** A call that a signal can stop. */
  async abortable<T>(
    signal: AbortSignal | undefined,
    work: (host: Remote<EngineHost>, run: number) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) throw new EngineError('cancelled', 'The run was cancelled.');
    const run = this.run++;
    const abort = () => void this.call((host) => host.cancel(run)).catch(() => undefined);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.call((host) => work(host, run));
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private fail(error: EngineError): void {
    if (this.broken) return;
    this.broken = error;
    for (const reject of this.waiting) reject(error);
    this.waiting.clear();
    this.onEnd?.(error);
  }
}

/** A model that the worker holds. */
export class LiveModel {
  constructor(
    readonly client: EngineClient,
    readonly info: ModelInfo,
  ) {}

  encode(text: string): Promise<EncodedText> {
    return this.client.call((host) => host.encode(this.info.model, text));
  }

  decode(ids: ArrayLike<number>): Promise<string> {
    return this.client.call((host) => host.decode(this.info.model, ids));
  }

  /** The tokens one by one: bytes, text, label. `continues`: they go on from earlier text. Empty without a tokenizer. */
  pieces(ids: ArrayLike<number>, continues = false): Promise<Piece[]> {
    return this.client.call((host) => host.pieces(this.info.model, ids, continues));
  }

  /** A view of a text, run and computed in the worker: `model.view(ids, { name: 'half-life', layer: 2, options: {} })`. */
  view<N extends ViewName>(
    ids: ArrayLike<number>,
    request: ViewQuestion<N>,
    { signal }: Abortable = {},
  ): Promise<ViewResult<N>> {
    return this.client.abortable(
      signal,
      // Through the proxy the name no longer says which result it is.
      (host, run) => host.view(run, this.info.model, ids, request) as Promise<ViewResult<N>>,
    );
  }

  /** A weight by its key in the blueprint, in f32. */
  weight(key: string, { signal }: Abortable = {}): Promise<Tensor> {
    return this.client.abortable(signal, (host, run) => host.weight(run, this.info.model, key));
  }

  async createSession(): Promise<LiveSession> {
    const { session, status } = await this.client.call((host) => host.createSession(this.info.model));
    return new LiveSession(this, session, status);
  }

  /** Frees the model in the worker, and its sessions. Models that the hook shares are freed by the hook. */
  dispose(): void {
    void this.client.call((host) => host.disposeModel(this.info.model)).catch(() => undefined);
  }
}

/** A session that the worker holds; see engine/session/session.ts for what its calls mean. */
export class LiveSession {
  /** Where the session stood after the last call that returned. */
  status: SessionStatus;

  constructor(
    readonly model: LiveModel,
    private readonly id: number,
    status: SessionStatus,
  ) {
    this.status = status;
  }

  /** Runs `ids`; keeps the logits of the last. Taps are joined over chunks. */
  async prefill(
    ids: ArrayLike<number>,
    options: PrefillOptions = {},
    { signal, onProgress }: Abortable & { onProgress?: (done: number, total: number) => Awaitable } = {},
  ): Promise<PrefillData> {
    const data = await this.model.client.abortable(signal, (host, run) =>
      host.prefill(
        run,
        this.id,
        ids,
        options,
        proxy((done: number, total: number) => onProgress?.(done, total)),
      ),
    );
    this.status = data.status;
    return data;
  }

  /** As prefill, with the taps handed over chunk by chunk, for traces too long to keep; traceBytes (engine/session/trace.ts) tells the size. */
  async trace(
    ids: ArrayLike<number>,
    options: PrefillOptions,
    onPiece: (piece: TraceData) => Awaitable,
    { signal }: Abortable = {},
  ): Promise<void> {
    this.status = await this.model.client.abortable(signal, (host, run) =>
      host.trace(
        run,
        this.id,
        ids,
        options,
        proxy((piece: TraceData) => onPiece(piece)),
      ),
    );
  }

  /** Draws the next token and runs it. */
  async step(sampling: SamplingOptions = {}, options: RunOptions & Abortable = {}): Promise<StepData> {
    const { signal, ...rest } = options;
    return this.stepped(
      await this.model.client.abortable(signal, (host, run) => host.step(run, this.id, sampling, rest)),
    );
  }

  /** Runs one given token, as if it had been drawn. */
  async feed(id: number, options: RunOptions & Abortable = {}): Promise<StepData> {
    const { signal, ...rest } = options;
    return this.stepped(await this.model.client.abortable(signal, (host, run) => host.feed(run, this.id, id, rest)));
  }

  /** Draws and runs up to `count` tokens. Waits for what `onStep` returns before the next. */
  generate(
    count: number,
    options: GenerateOptions,
    { signal, onStep }: Abortable & { onStep: (step: StepData) => Awaitable },
  ): Promise<GenerateEnd> {
    return this.model.client.abortable(signal, (host, run) =>
      host.generate(
        run,
        this.id,
        count,
        options,
        proxy((step: StepData) => onStep(this.stepped(step))),
      ),
    );
  }

  snapshot(): Promise<SnapshotInfo> {
    return this.model.client.call((host) => host.snapshot(this.id));
  }

  /** Goes to a snapshot of this session, which stays valid. */
  async restore({ snapshot }: SnapshotInfo): Promise<void> {
    this.status = await this.model.client.call((host) => host.restore(this.id, snapshot));
  }

  freeSnapshot({ snapshot }: SnapshotInfo): void {
    void this.model.client.call((host) => host.freeSnapshot(this.id, snapshot)).catch(() => undefined);
  }

  /** Interventions on every token from now on; an empty list removes them. */
  intervene(list: readonly Intervention[]): Promise<void> {
    return this.model.client.call((host) => host.intervene(this.id, list));
  }

  /** State tensors by name `<node id>:<kind>`. */
  readState(): Promise<HostState> {
    return this.model.client.call((host) => host.readState(this.id));
  }

  /** Replaces state tensors: all, or those named in `only`. */
  async setState(state: HostState, only?: readonly string[]): Promise<void> {
    this.status = await this.model.client.call((host) => host.setState(this.id, state, only));
  }

  /** Sets recurrent state to zero, in all layers or those given. */
  async forget(layers?: readonly number[]): Promise<void> {
    this.status = await this.model.client.call((host) => host.forget(this.id, layers));
  }

  /** Back to an empty context; interventions and snapshots stay. */
  async reset(): Promise<void> {
    this.status = await this.model.client.call((host) => host.reset(this.id));
  }

  tokens(): Promise<Uint32Array> {
    return this.model.client.call((host) => host.tokens(this.id));
  }

  /** The next token's distribution from logits at hand; nothing runs. */
  sample(sampling: SamplingOptions, limit = 20): Promise<DistributionData> {
    return this.model.client.call((host) => host.sample(this.id, sampling, limit));
  }

  /** Logits after the last token, or null before the first. */
  logits(): Promise<Float32Array | null> {
    return this.model.client.call((host) => host.logits(this.id));
  }

  close(): void {
    void this.model.client.call((host) => host.closeSession(this.id)).catch(() => undefined);
  }

  private stepped(step: StepData): StepData {
    this.status = step.status;
    return step;
  }
}
