/**
 * The worker's side: models and sessions by number. Everything a page asks for arrives here as a method call (client.ts makes them);
 * everything it returns is plain data (protocol.ts). No DOM: it runs in a worker, in Node and in tests alike.
 *
 * Calls carry the number of the page's run, by which `cancel` stops it. Callbacks are awaited: the worker never runs ahead of what the
 * page has taken in, and the wait is when messages, a cancel among them, come through.
 */
import { EngineError } from '../errors';
import type { loadModel } from '../session/load';
import type { Model } from '../session/model';
import type { Tensor } from '../tensor';
import type { Piece } from '../tokenizer';
import { readView, type ViewName, type ViewResult } from '../views';
import {
  type EncodedText,
  type LoadProgress,
  type ModelInfo,
  type ModelSource,
  toErrorData,
  type ViewQuestion,
  type WorkerLoadOptions,
} from './protocol';
import { copied, SessionHost } from './sessions';

/** Progress is sent at most this often, in milliseconds. */
const PROGRESS_EVERY = 50;

export class EngineHost extends SessionHost {
  constructor(private readonly open: typeof loadModel) {
    super();
  }

  async load(
    run: number,
    source: ModelSource,
    options: WorkerLoadOptions,
    onProgress: (progress: LoadProgress) => unknown,
  ): Promise<ModelInfo> {
    return this.abortable(run, async (signal) => {
      const started = performance.now();
      let sent = -Infinity;
      let told: unknown;
      const model = await this.open(source, {
        ...options,
        signal,
        onProgress: (phase, done, total) => {
          const now = performance.now();
          if (done < total && now - sent < PROGRESS_EVERY) return;
          sent = now;
          told = onProgress({ phase, done, total });
        },
      });
      await told; // the last word of progress comes before the model
      const number = this.next++;
      this.models.set(number, model);
      return describe(number, model, performance.now() - started);
    });
  }

  /** Frees a model and all its sessions. Idempotent. */
  async disposeModel(number: number): Promise<void> {
    for (const [id, open] of this.sessions) if (open.model === number) await this.closeSession(id);
    this.models.get(number)?.dispose();
    this.models.delete(number);
  }

  async encode(model: number, text: string): Promise<EncodedText> {
    const { tokenizer, name } = this.model(model);
    if (!tokenizer)
      throw new EngineError('bad-tokenizer', `${name} has no tokenizer`, 'Give token ids instead of text.');
    const { ids, pieces } = tokenizer.encode(text);
    return { ids: Uint32Array.from(ids), pieces: pieces.map(owning) };
  }

  async decode(model: number, ids: ArrayLike<number>): Promise<string> {
    return this.model(model).tokenizer?.decode(Array.from(ids)) ?? '';
  }

  async pieces(model: number, ids: ArrayLike<number>, continues: boolean): Promise<Piece[]> {
    return this.model(model).tokenizer?.pieces(Array.from(ids), { continues }).map(owning) ?? [];
  }

  /** Runs a text through the model in a session of its own and computes a view of it (engine/views). */
  async view<N extends ViewName>(
    run: number,
    model: number,
    ids: ArrayLike<number>,
    request: ViewQuestion<N>,
  ): Promise<ViewResult<N>> {
    return this.abortable(run, (signal) => readView(this.model(model), ids, { ...request, signal }));
  }

  /** A weight by its key in the blueprint, in f32. */
  async weight(run: number, model: number, key: string): Promise<Tensor> {
    return this.abortable(run, async (signal) => copied(await this.model(model).weight(key, signal)));
  }
}

function describe(number: number, model: Model, loadMilliseconds: number): ModelInfo {
  const { backend, blueprint, name, fallback, warnings, tokenizer, drawable } = model;
  return {
    model: number,
    name,
    kind: backend.kind,
    device: backend.device,
    format: backend.format,
    weightBytes: backend.weightBytes,
    fallback: fallback ? toErrorData(fallback) : null,
    warnings,
    blueprint,
    hasTokenizer: tokenizer !== null,
    drawable,
    loadMilliseconds,
  };
}

/** A piece whose bytes may be given away. */
const owning = (piece: Piece): Piece => ({ ...piece, bytes: piece.bytes.slice() });
