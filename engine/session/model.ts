import type { BackendKind, BackendModel, WeightFormat } from '../backend';
import type { Blueprint } from '../blueprint/types';
import { bindWeights } from '../checkpoint/bind';
import { type ModelSource, openCheckpoint } from '../checkpoint/source';
import { loadCpu } from '../cpu';
import { EngineError } from '../errors';
import { buildBlueprint } from '../models';
import { checkVocabulary, type Tokenizer } from '../tokenizer';
import { loadWebGpu } from '../webgpu';
import { Session } from './session';

export type LoadPhase = 'open' | 'weights' | 'ready';

export interface LoadOptions {
  /** 'auto' takes WebGPU where there is an adapter and the CPU otherwise; `Model.fallback` then says why. */
  readonly device?: BackendKind | 'auto';
  readonly dtype?: WeightFormat;
  /** Bytes read and bytes in all ('open'), then weights placed on the device ('weights'). */
  readonly onProgress?: (phase: LoadPhase, done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** The WebGPU entry point where there is no `navigator.gpu` (Node: engine/webgpu/node.ts). */
  readonly gpu?: GPU;
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

  private constructor(
    readonly name: string,
    readonly blueprint: Blueprint,
    readonly tokenizer: Tokenizer | null,
    /** Why WebGPU was not used under `device: 'auto'`, or null. */
    readonly fallback: EngineError | null,
    /** Anything that the reader may want to know and that stopped nothing: unused tensors, a vocabulary with spare rows. */
    readonly warnings: readonly string[],
    private current: BackendModel,
    private readonly loadBackend: () => Promise<BackendModel>,
  ) {}

  get backend(): BackendModel {
    if (this.disposed) throw new EngineError('bad-argument', `the model "${this.name}" was disposed of`);
    return this.current;
  }

  /** Ids below this may be drawn: the tokenizer's, or all rows of the head where there is no tokenizer. */
  get drawable(): number {
    return Math.min(this.tokenizer?.size ?? Infinity, this.blueprint.vocabSize);
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

  /** See loadModel. */
  static async load(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
    const { device = 'auto', dtype = 'f32', onProgress, signal, gpu } = options;
    const checkpoint = await openCheckpoint(source, {
      onProgress: (done, total) => onProgress?.('open', done, total),
      signal,
    });
    const blueprint = buildBlueprint(checkpoint.config);
    const { reader, warnings } = bindWeights(checkpoint, blueprint);
    const tokenizer = await checkpoint.tokenizer;
    if (tokenizer) checkVocabulary(tokenizer, blueprint.vocabSize, checkpoint.name);

    const load = (kind: BackendKind, abort?: AbortSignal) => {
      const backendOptions = {
        format: dtype,
        onProgress: (done: number, total: number) => onProgress?.('weights', done, total),
        ...(abort ? { signal: abort } : {}),
      };
      return kind === 'cpu'
        ? loadCpu(blueprint, reader, backendOptions)
        : loadWebGpu(blueprint, reader, { ...backendOptions, ...(gpu ? { gpu } : {}) });
    };
    let kind: BackendKind = device === 'cpu' ? 'cpu' : 'webgpu';
    let fallback: EngineError | null = null;
    let backend: BackendModel;
    try {
      backend = await load(kind, signal);
    } catch (error) {
      // Only what another device can mend is mended by another device.
      const mendable =
        error instanceof EngineError && ['no-device', 'too-large', 'gpu-error', 'device-lost'].includes(error.code);
      if (device !== 'auto' || kind === 'cpu' || !mendable) throw error;
      fallback = error;
      kind = 'cpu';
      backend = await load(kind, signal);
    }
    onProgress?.('ready', 1, 1);
    return new Model(checkpoint.name, blueprint, tokenizer, fallback, warnings, backend, () => load(kind));
  }
}

/**
 * Loads a model from a bundle, a folder, files or a hub (engine/checkpoint/source.ts) onto a backend.
 * Errors are EngineErrors: bad-file, bad-config, unknown-model, missing-tensor, bad-shape, bad-weights, bad-tokenizer, too-large, no-device,
 * network, cancelled. Nothing half-loaded is left behind.
 */
export function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  return Model.load(source, options);
}
