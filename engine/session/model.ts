import type { BackendModel, WeightReader } from '../backend';
import { evalShape } from '../blueprint/dims';
import type { Blueprint } from '../blueprint/types';
import { EngineError } from '../errors';
import { type Tensor, tensor } from '../tensor';
import type { Tokenizer } from '../tokenizer';
import { Session } from './session';

export interface ModelParts {
  readonly name: string;
  readonly blueprint: Blueprint;
  readonly tokenizer: Tokenizer | null;
  readonly fallback: EngineError | null;
  readonly warnings: readonly string[];
  readonly backend: BackendModel;
  /** The checkpoint's weights, for what reads them beside the backend. */
  readonly weights: WeightReader;
  /** Loads the same weights onto a fresh device. */
  readonly loadBackend: () => Promise<BackendModel>;
}

/**
 * A loaded model: blueprint, tokenizer and weights on one backend. Sessions are its readers; it holds no text and no state itself.
 * The checkpoint stays open so that a lost device can be rebuilt from it.
 */
export class Model {
  /** Counts rebuilt devices: a device state made under an older generation is gone. */
  generation = 0;
  private disposed = false;
  private reloading: Promise<void> | null = null;

  readonly name: string;
  readonly blueprint: Blueprint;
  readonly tokenizer: Tokenizer | null;
  /** Why WebGPU was not used under `device: 'auto'`, or null. */
  readonly fallback: EngineError | null;
  /** What the reader may want to know and what stopped nothing: unused tensors, say. */
  readonly warnings: readonly string[];
  private current: BackendModel;
  private readonly weights: WeightReader;
  private readonly loadBackend: () => Promise<BackendModel>;

  constructor(parts: ModelParts) {
    this.name = parts.name;
    this.blueprint = parts.blueprint;
    this.tokenizer = parts.tokenizer;
    this.fallback = parts.fallback;
    this.warnings = parts.warnings;
    this.current = parts.backend;
    this.weights = parts.weights;
    this.loadBackend = parts.loadBackend;
  }

  get backend(): BackendModel {
    if (this.disposed) throw new EngineError('bad-argument', `the model "${this.name}" was disposed of`);
    return this.current;
  }

  /** Ids below this may be drawn: the tokenizer's, or all rows of the head where there is no tokenizer. */
  get drawable(): number {
    return Math.min(this.tokenizer?.size ?? Infinity, this.blueprint.vocabSize);
  }

  /** A weight of the blueprint as the checkpoint holds it, in f32 and in its spec's shape, whatever format the backend keeps. */
  async weight(key: string, signal?: AbortSignal): Promise<Tensor> {
    const spec = this.blueprint.weights.get(key);
    if (!spec) throw new EngineError('bad-argument', `this ${this.blueprint.modelType} model has no weight "${key}"`);
    const data = await this.weights.read(spec.tiedTo ?? key, signal);
    return tensor(evalShape(spec.shape, this.blueprint.dims), data);
  }

  /** A new session with an empty context. Several sessions share the weights. */
  async createSession(): Promise<Session> {
    return Session.create(this);
  }

  /** Builds the backend anew from the checkpoint after its device was lost. Callers that come while it runs share the one rebuild. */
  async reload(lostGeneration: number): Promise<void> {
    if (lostGeneration !== this.generation) return;
    this.reloading ??= (async () => {
      this.current.dispose();
      this.current = await this.loadBackend();
      this.generation++;
    })().finally(() => {
      this.reloading = null;
    });
    await this.reloading;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.current.dispose();
  }
}
