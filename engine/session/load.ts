import type { BackendKind, BackendModel, WeightFormat } from '../backend';
import { bindWeights } from '../checkpoint/bind';
import { type ModelSource, openCheckpoint } from '../checkpoint/source';
import { loadCpu } from '../cpu';
import { EngineError } from '../errors';
import { buildBlueprint } from '../models';
import { checkVocabulary } from '../tokenizer';
import { loadWebGpu } from '../webgpu';
import { takeFaster } from './faster';
import { weightBytesOf } from './memory';
import { Model } from './model';
import { type RandomSource, randomReader } from './random-weights';

export type LoadPhase = 'open' | 'weights' | 'ready';

export interface LoadOptions {
  /**
   * 'auto' takes WebGPU where there is an adapter, unless the processor plays it and steps slower than the CPU backend (faster.ts); the CPU
   * otherwise. `Model.fallback` then says why.
   */
  readonly device?: BackendKind | 'auto';
  readonly dtype?: WeightFormat;
  /** Refuse a model whose weights take more than this on the device, before any is read. */
  readonly maxBytes?: number;
  /** Bytes read and bytes in all ('open'), then weights placed on the device ('weights'). */
  readonly onProgress?: (phase: LoadPhase, done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** The WebGPU entry point where there is no `navigator.gpu` (Node: engine/webgpu/node.ts). */
  readonly gpu?: GPU;
}

/**
 * Loads a model from a bundle, a folder, files or a hub (engine/checkpoint/source.ts), or of random weights (random-weights.ts), onto a backend.
 * Errors are EngineErrors: bad-file, bad-config, unknown-model, missing-tensor, bad-shape, bad-weights, bad-tokenizer, too-large, no-device,
 * network, cancelled. Nothing half-loaded is left behind.
 */
export async function loadModel(source: ModelSource | RandomSource, options: LoadOptions = {}): Promise<Model> {
  const { device = 'auto', dtype = 'f32', maxBytes = Infinity, onProgress, signal, gpu } = options;
  const checkpoint =
    source.kind === 'random'
      ? null
      : await openCheckpoint(source, { onProgress: (done, total) => onProgress?.('open', done, total), signal });
  const blueprint = buildBlueprint(source.kind === 'random' ? source.config : checkpoint!.config);
  const name = checkpoint?.name ?? `${blueprint.title}, random weights`;
  const bytes = weightBytesOf(blueprint, dtype);
  if (bytes > maxBytes)
    throw new EngineError(
      'too-large',
      `the weights of ${name} take ${bytes} bytes as ${dtype}; the limit is ${maxBytes}`,
      'Raise the memory limit in the settings, or load it as f16 or int8.',
      { bytes, limit: maxBytes },
    );
  const { reader, warnings } =
    source.kind === 'random'
      ? { reader: randomReader(blueprint, source.seed), warnings: [] }
      : bindWeights(checkpoint!, blueprint);
  const tokenizer = (await checkpoint?.tokenizer) ?? null;
  if (tokenizer) checkVocabulary(tokenizer, blueprint.vocabSize, name);

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
  if (device === 'auto' && backend.software && 2 * bytes <= maxBytes) {
    const cpu = await load('cpu', signal).catch((error) => {
      backend.dispose();
      throw error;
    });
    const taken = await takeFaster(backend, cpu, signal);
    ({ backend } = taken);
    kind = backend.kind;
    fallback = taken.reason;
  }
  onProgress?.('ready', 1, 1);
  return new Model({
    name,
    blueprint,
    tokenizer,
    fallback,
    warnings,
    backend,
    weights: reader,
    loadBackend: () => load(kind),
  });
}
