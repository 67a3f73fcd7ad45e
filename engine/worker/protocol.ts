/**
 * What crosses between a page and the engine's worker: plain data only. Buffers of results are transferred, not copied.
 * Read client.ts first: it is what a page uses. host.ts is the other side.
 */
import type { BackendKind, WeightFormat } from '../backend';
import type { Blueprint } from '../blueprint/types';
import { EngineError, type ErrorCode } from '../errors';
import type { LoadPhase, loadModel } from '../session/load';
import type { SamplingOptions } from '../session/sampling';
import type { Tensor } from '../tensor';
import type { Piece } from '../tokenizer';
import type { ViewName, ViewRequest } from '../views';

export type ModelSource = Parameters<typeof loadModel>[0];
export type Taps = ReadonlyMap<string, Tensor>;

/** An EngineError without its class, which structured cloning drops. */
export interface EngineErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  /** What the reader can do about it, or ''. */
  readonly hint: string;
  readonly details: Readonly<Record<string, string | number>>;
}

export interface WorkerLoadOptions {
  /** 'auto' takes WebGPU where there is an adapter, unless the CPU is faster than a software one; the CPU otherwise. Default 'auto'. */
  readonly device?: BackendKind | 'auto';
  /** Default 'f32'. */
  readonly dtype?: WeightFormat;
  /** Refuse, before any weight is read, a model whose weights take more than this. */
  readonly maxBytes?: number;
}

/** 'open' counts bytes of the checkpoint, 'weights' counts weights placed on the device, 'ready' is 1 of 1. */
export interface LoadProgress {
  readonly phase: LoadPhase;
  readonly done: number;
  readonly total: number;
}

/** What a page knows of a loaded model. */
export interface ModelInfo {
  /** Number of this model in its worker. */
  readonly model: number;
  readonly name: string;
  readonly kind: BackendKind;
  /** For people: 'CPU' or the adapter's name. */
  readonly device: string;
  readonly format: WeightFormat;
  readonly weightBytes: number;
  /** Why WebGPU was not used under `device: 'auto'`, or null. */
  readonly fallback: EngineErrorData | null;
  readonly warnings: readonly string[];
  readonly blueprint: Blueprint;
  /** False for models on bare token ids: text cannot be encoded. */
  readonly hasTokenizer: boolean;
  /** Ids below this may be drawn. */
  readonly drawable: number;
  /** From the call to ready. */
  readonly loadMilliseconds: number;
}

/** Where a session stands after a call. */
export interface SessionStatus {
  /** Tokens seen so far. */
  readonly position: number;
  /** Bytes on the device: recurrent state (constant) and KV cache (growing). */
  readonly bytes: { readonly fixed: number; readonly cache: number };
}

export interface RunOptions {
  /** Exact node ids to return. */
  readonly taps?: readonly string[];
}

export interface PrefillOptions extends RunOptions {
  /** Tokens per run. */
  readonly chunk?: number;
  /** Return the logits of every position. */
  readonly allLogits?: boolean;
  /** Return how surprising each token was given those before it (see PrefillData.surprise). */
  readonly surprise?: boolean;
}

export interface PrefillData {
  readonly status: SessionStatus;
  readonly taps: Taps;
  /** [T, vocab], if asked for. */
  readonly logits: Tensor | null;
  /** [T], bits: -log₂ p(token | before); NaN for the first token of an empty context. If asked for. */
  readonly surprise: Float32Array | null;
  readonly milliseconds: number;
}

export interface StepData {
  readonly id: number;
  /** What the token adds to the text; '' while a character is incomplete, and without a tokenizer. */
  readonly text: string;
  /** Absolute position of this token. */
  readonly position: number;
  /** Bits: -log₂ p(token | before) in the model's own distribution, whatever the sampling. */
  readonly surprise: number;
  readonly taps: Taps;
  readonly status: SessionStatus;
  /** Time of this step in the worker. */
  readonly milliseconds: number;
}

/** Taps of tokens [from, to), in the order in which they were run. */
export interface TraceData {
  readonly from: number;
  readonly to: number;
  readonly taps: Taps;
}

export interface SnapshotInfo {
  readonly snapshot: number;
  readonly position: number;
}

export interface Candidate {
  readonly id: number;
  /** The token as a label. */
  readonly text: string;
  readonly probability: number;
}

export interface DistributionData {
  /** Most probable first, at most `limit`. */
  readonly candidates: readonly Candidate[];
  /** Tokens that may be drawn at all under these options. */
  readonly count: number;
}

export interface EncodedText {
  readonly ids: Uint32Array;
  /** One per token: bytes, text and its place, label. */
  readonly pieces: readonly Piece[];
}

export interface GenerateOptions extends RunOptions {
  readonly sampling?: SamplingOptions;
}

/** 'end': the model ended its text. 'cancelled': the caller's signal was aborted; the tokens handed over so far stand. */
export type GenerateEnd = 'count' | 'end' | 'cancelled';

/** A view by name (engine/views): its layer, options, interventions and limit of memory. */
export type ViewQuestion<N extends ViewName> = Omit<ViewRequest<N>, 'signal'>;

/** An error as data that crosses the worker's border; anything but an EngineError becomes 'internal'. */
export function toErrorData(error: unknown): EngineErrorData {
  if (error instanceof EngineError) {
    const { code, message, hint, details } = error;
    return { code, message, hint, details };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), hint: '', details: {} };
}

/** Whatever was thrown, here or across the worker's border, as an EngineError. */
export function asEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const data = thrown as Partial<EngineErrorData> | null;
  if (typeof data?.code === 'string' && typeof data.message === 'string')
    return new EngineError(data.code, data.message, data.hint ?? '', { ...data.details });
  return new EngineError('internal', thrown instanceof Error ? thrown.message : String(thrown));
}

/** The buffers inside a result that it alone owns, so that they can be transferred. A view of part of a buffer is copied instead. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.add(value.buffer);
  } else if (value instanceof Map) for (const item of value.values()) buffersOf(item, found);
  else if (Array.isArray(value)) for (const item of value) buffersOf(item, found);
  else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    for (const item of Object.values(value)) buffersOf(item, found);
  return [...found];
}
