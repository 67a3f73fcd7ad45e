/** Sessions by number: the part of the worker's side that runs text (host.ts is the whole of it). */
import type { HostState, Intervention } from '../backend';
import { EngineError } from '../errors';
import type { Model } from '../session/model';
import { type SamplingOptions, surpriseOf } from '../session/sampling';
import type { Session, Snapshot, StepResult } from '../session/session';
import { joinPieces, type TracePiece } from '../session/trace';
import type { Tensor } from '../tensor';
import type { Tokenizer } from '../tokenizer';
import type {
  DistributionData,
  GenerateEnd,
  GenerateOptions,
  PrefillData,
  PrefillOptions,
  RunOptions,
  SessionStatus,
  SnapshotInfo,
  StepData,
  TraceData,
} from './protocol';

interface OpenSession {
  readonly model: number;
  readonly session: Session;
  readonly snapshots: Map<number, Snapshot>;
  /** Turns the tokens from here on into text. Null without a tokenizer; made anew when the session jumps. */
  text: ReturnType<Tokenizer['stream']> | null;
}

/** Tokens that a text is picked up from. */
const CONTEXT = 8;

/** Models and their sessions, each known to the page by a number. */
export class SessionHost {
  protected readonly models = new Map<number, Model>();
  protected readonly sessions = new Map<number, OpenSession>();
  private readonly runs = new Map<number, AbortController>();
  /** Models, sessions and snapshots are numbered in one row. */
  protected next = 1;

  /** Aborts a load or a run; unknown numbers (it has just ended) are ignored. */
  async cancel(run: number): Promise<void> {
    this.runs.get(run)?.abort();
  }

  async createSession(model: number): Promise<{ session: number; status: SessionStatus }> {
    const session = await this.model(model).createSession();
    const number = this.next++;
    this.sessions.set(number, { model, session, snapshots: new Map(), text: null });
    this.rewind(number);
    return { session: number, status: statusOf(session) };
  }

  async closeSession(number: number): Promise<void> {
    this.sessions.get(number)?.session.dispose();
    this.sessions.delete(number);
  }

  async prefill(
    run: number,
    number: number,
    ids: ArrayLike<number>,
    options: PrefillOptions,
    onProgress: (done: number, total: number) => void | Promise<void>,
  ): Promise<PrefillData> {
    return this.abortable(run, async (signal) => {
      const { session } = this.session(number);
      const started = performance.now();
      const pieces: TracePiece[] = [];
      const rows: NonNullable<PrefillData['logits']>[] = [];
      const surprise = options.surprise ? new Float32Array(ids.length) : null;
      const first = session.position;
      // The logits that predicted the first of these tokens are those of the token before.
      const { drawable } = session.model;
      let before = session.logits?.subarray(0, drawable);
      await session.trace(
        ids,
        {
          ...(options.taps ? { taps: options.taps } : {}),
          ...(options.chunk ? { chunk: options.chunk } : {}),
          allLogits: Boolean(options.allLogits || surprise),
          signal,
          onProgress,
        },
        (piece, logits) => {
          if (options.taps?.length) pieces.push(piece);
          if (options.allLogits && logits) rows.push(logits);
          if (!surprise || !logits) return;
          const V = logits.shape[1]!;
          for (let t = piece.from; t < piece.to; t++) {
            surprise[t - first] = before ? surpriseOf(before, ids[t - first]!) : Number.NaN;
            before = logits.data.subarray((t - piece.from) * V, (t - piece.from) * V + drawable);
          }
        },
      );
      const { blueprint } = session.model;
      const taps = new Map(
        [...new Set(options.taps)].map((id) => [
          id,
          joinPieces(
            blueprint,
            id,
            pieces.map((piece) => piece.taps.get(id)!),
          ),
        ]),
      );
      this.rewind(number);
      return {
        status: statusOf(session),
        taps: owned(taps, session),
        logits: rows.length ? copied(joinPieces(blueprint, 'logits', rows)) : null,
        surprise,
        milliseconds: performance.now() - started,
      };
    });
  }

  /** Like prefill, but hands the taps over chunk by chunk; nothing is kept. */
  async trace(
    run: number,
    number: number,
    ids: ArrayLike<number>,
    options: PrefillOptions,
    onPiece: (piece: TraceData) => unknown,
  ): Promise<SessionStatus> {
    return this.abortable(run, async (signal) => {
      const { session } = this.session(number);
      const { taps = [], chunk } = options;
      await session.trace(ids, { taps, ...(chunk ? { chunk } : {}), signal }, async (piece) => {
        await onPiece({ from: piece.from, to: piece.to, taps: owned(piece.taps, session) });
      });
      this.rewind(number);
      return statusOf(session);
    });
  }

  /** Draws the next token and runs it. */
  async step(run: number, number: number, sampling: SamplingOptions, options: RunOptions): Promise<StepData> {
    return this.abortable(run, (signal) =>
      this.timed(number, (session) => session.step(sampling, { ...options, signal })),
    );
  }

  /** Runs one given token. */
  async feed(run: number, number: number, id: number, options: RunOptions): Promise<StepData> {
    return this.abortable(run, (signal) => this.timed(number, (session) => session.feed(id, { ...options, signal })));
  }

  async generate(
    run: number,
    number: number,
    count: number,
    options: GenerateOptions,
    onStep: (step: StepData) => unknown,
  ): Promise<GenerateEnd> {
    return this.abortable(run, async (signal) => {
      const { sampling = {}, taps = [] } = options;
      const eos = new Set(this.session(number).session.model.blueprint.special.eos);
      try {
        for (let i = 0; i < count; i++) {
          if (signal.aborted) return 'cancelled';
          const step = await this.timed(number, (session) => session.step(sampling, { taps, signal }));
          await onStep(step);
          if (eos.has(step.id)) return 'end';
        }
        return 'count';
      } catch (error) {
        if (error instanceof EngineError && error.code === 'cancelled') return 'cancelled';
        throw error;
      }
    });
  }

  async snapshot(number: number): Promise<SnapshotInfo> {
    const { session, snapshots } = this.session(number);
    const snapshot = await session.snapshot();
    const id = this.next++;
    snapshots.set(id, snapshot);
    return { snapshot: id, position: snapshot.position };
  }

  async restore(number: number, id: number): Promise<SessionStatus> {
    const { session, snapshots } = this.session(number);
    const snapshot = snapshots.get(id);
    if (!snapshot)
      throw new EngineError('bad-argument', `no snapshot ${id}: it was freed or belongs to another session`);
    await session.restore(snapshot);
    return this.rewind(number);
  }

  async freeSnapshot(number: number, id: number): Promise<void> {
    const { session, snapshots } = this.session(number);
    const snapshot = snapshots.get(id);
    if (snapshot) session.freeSnapshot(snapshot);
    snapshots.delete(id);
  }

  async intervene(number: number, list: readonly Intervention[]): Promise<void> {
    this.session(number).session.intervene(list);
  }

  async readState(number: number): Promise<HostState> {
    return this.session(number).session.readState();
  }

  async setState(number: number, host: HostState, only?: readonly string[]): Promise<SessionStatus> {
    await this.session(number).session.setState(host, only);
    return this.rewind(number);
  }

  async forget(number: number, layers?: readonly number[]): Promise<SessionStatus> {
    await this.session(number).session.forget(layers);
    return this.rewind(number);
  }

  async reset(number: number): Promise<SessionStatus> {
    await this.session(number).session.reset();
    return this.rewind(number);
  }

  /** Ids seen so far. */
  async tokens(number: number): Promise<Uint32Array> {
    return Uint32Array.from(this.session(number).session.tokens);
  }

  /** The next token's distribution under these options, from logits at hand: nothing runs. */
  async sample(number: number, sampling: SamplingOptions, limit: number): Promise<DistributionData> {
    const { session, model } = this.session(number);
    const { ids, probabilities } = session.sample(sampling);
    const { tokenizer } = this.model(model);
    const candidates = Array.from(ids.subarray(0, limit), (id, i) => ({
      id,
      text: tokenizer?.display(id) ?? String(id),
      probability: probabilities[i]!,
    }));
    return { candidates, count: ids.length };
  }

  /** Logits after the last token, or null before the first. */
  async logits(number: number): Promise<Float32Array | null> {
    return this.session(number).session.logits?.slice() ?? null;
  }

  protected model(number: number): Model {
    const model = this.models.get(number);
    if (!model) throw new EngineError('bad-argument', `no model ${number}: it was disposed of`);
    return model;
  }

  private session(number: number): OpenSession {
    const open = this.sessions.get(number);
    if (!open) throw new EngineError('bad-argument', `no session ${number}: it was closed`);
    return open;
  }

  /** The text goes on from wherever the session now stands. */
  private rewind(number: number): SessionStatus {
    const open = this.session(number);
    const { tokenizer } = open.session.model;
    const seen = open.session.tokens;
    // A character may be spread over four tokens, so a few of the last ones decide how the next is written.
    const recent = seen.slice(-CONTEXT);
    open.text = tokenizer?.stream({ continues: recent.length < seen.length }) ?? null;
    for (const id of recent) open.text?.push(id);
    return statusOf(open.session);
  }

  private async timed(number: number, work: (session: Session) => Promise<StepResult>): Promise<StepData> {
    const open = this.session(number);
    const { session } = open;
    const started = performance.now();
    const before = session.logits;
    const { id, position, taps } = await work(session);
    return {
      id,
      text: open.text?.push(id) ?? '',
      position,
      surprise: before ? surpriseOf(before.subarray(0, session.model.drawable), id) : Number.NaN,
      taps: owned(taps, session),
      status: statusOf(session),
      milliseconds: performance.now() - started,
    };
  }

  protected async abortable<T>(run: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.runs.set(run, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.runs.delete(run);
    }
  }
}

const statusOf = (session: Session): SessionStatus => ({
  position: session.position,
  bytes: { fixed: session.stateBytes.fixed, cache: session.stateBytes.cache },
});

/** A tensor that may be given away. */
export const copied = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.slice() });

/** Taps that may be given away: the session keeps its last logits, so a tap that shares them is copied. */
function owned(taps: TracePiece['taps'], session: Session): TracePiece['taps'] {
  const kept = session.logits?.buffer;
  return new Map([...taps].map(([id, tap]) => [id, tap.data.buffer === kept ? copied(tap) : tap]));
}
