/**
 * What every backend gives (design.md, section 3): run tokens through a model from a state, return what was asked for, advance the state.
 * The CPU backend is the oracle and the fallback; the WebGPU backend must agree with it within the tolerances in test/tolerance.ts.
 */
import type { Blueprint } from './blueprint/types';
import type { Tensor } from './tensor';

export type BackendKind = 'cpu' | 'webgpu';
/** How matrices are kept: f32; f16 unpacked in the kernel; int8 with one scale per output row; ExpertsInt8: only expert and MLP matrices in int8 (Jamba-1.5, section 3.1), the rest f16. */
export type WeightFormat = 'f32' | 'f16' | 'int8' | 'experts-int8';

/**
 * A change at a node, applied to its value before anything reads it: other nodes, taps, and the memory that the node keeps. Several at one
 * node act in the order given. A node that a request does not need is not run, so nothing happens there. Where nodes remember, both
 * backends follow the same rules:
 * - h ('selective-state', 'ssd-state', 's4d-state') is changed token by token: the changed h_t is what is read and what h_{t+1} is computed
 *   from, and the changed h of the last token is the state that remains.
 * - Changed inputs of a convolution enter its tail; changed k and v rows (k as it is after its rotation) enter the caches. Later tokens and
 *   later runs read them so. Rows already in a cache keep what was active when they were made.
 * - Attention scores and weights that a token may not see (s > t) stay 0. Changed scores go through the softmax; changed weights are used as
 *   they are and need no longer add up to 1.
 * - A slice is a value of its own: changing it does not change the matrix product it was cut from.
 * - Expert ids ('top-k') are rounded to the nearest id and clamped to the experts there are.
 * - A constant of the model (S4D's Ā and B̄, no T in the shape) is changed for the whole run; `tokens` does not apply to it.
 */
export interface Intervention {
  /** Node id or glob (`layers.*.mixer.delta`). */
  readonly node: string;
  readonly action:
    | { readonly kind: 'scale'; readonly factor: number }
    | { readonly kind: 'zero' }
    | { readonly kind: 'freeze'; readonly value: number }
    /** `data` covers the node's shape without T (used for every chosen token) or with T = number of chosen tokens. */
    | { readonly kind: 'replace'; readonly data: Float32Array };
  /** Absolute positions; all tokens if absent. `to` is exclusive. */
  readonly tokens?: readonly number[] | { readonly from: number; readonly to?: number };
  /** Chosen indices per symbolic axis of the node's shape: { d_inner: [3, 4], d_state: [0] }. Axes not named are taken whole. */
  readonly select?: Readonly<Record<string, readonly number[]>>;
}

export interface RunRequest {
  /** Exact node ids to return, for all tokens of this run. */
  readonly taps?: readonly string[];
  readonly interventions?: readonly Intervention[];
  /** Which rows of the logits to return; 'last' by default, 'none' by default with `greedy`. 'none' skips final norm and head altogether. */
  readonly logits?: 'none' | 'last' | 'all';
  /** Return the argmax of the last row (4 bytes leave the device); ties go to the lowest id. Logits come too only if asked for by name. */
  readonly greedy?: boolean;
  readonly signal?: AbortSignal;
}

export interface RunResult {
  /** [1 or T, vocab], if logits were asked for. */
  readonly logits?: Tensor;
  readonly greedy?: number;
  readonly taps: ReadonlyMap<string, Tensor>;
}

/** The whole memory of a model between two tokens, opaque to callers. Owned by the model that made it. */
export interface ModelState {
  /** Tokens seen so far. */
  readonly position: number;
  /** Bytes on the device: constant part (SSM and convolution state) and growing part (KV cache rows in use). */
  readonly bytes: { readonly fixed: number; readonly cache: number };
}

/** State tensors on the host by name `<node id>:<kind>`, with the position: plain data that can be saved, edited, moved between backends. */
export interface HostState {
  readonly position: number;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export interface RunStats {
  readonly dispatches: number;
  readonly submits: number;
  readonly bytesRead: number;
}

export interface BackendModel {
  readonly kind: BackendKind;
  /** For people: 'CPU' or the adapter's name ('Apple M2', 'SwiftShader'). */
  readonly device: string;
  /** A graphics device that the processor plays. */
  readonly software?: boolean;
  readonly blueprint: Blueprint;
  readonly format: WeightFormat;
  /** Bytes of weights held. */
  readonly weightBytes: number;
  /** Longest run of tokens in one call that the device's limits allow; callers split longer ones. */
  readonly maxRun: number;

  createState(): Promise<ModelState>;
  /** Runs tokens (ids already checked by the caller) and advances the state. On error or abort the state is as before the call. */
  run(state: ModelState, tokens: Uint32Array, request: RunRequest): Promise<RunResult>;
  /** Greedy decoding that keeps the token on the device between steps; returns `count` ids. The state has then seen all but the last. Optional fast path. */
  decodeGreedy?(state: ModelState, first: number, count: number, signal?: AbortSignal): Promise<Uint32Array>;
  /** An independent copy on the device: a snapshot. */
  copyState(state: ModelState): Promise<ModelState>;
  readState(state: ModelState): Promise<HostState>;
  writeState(host: HostState): Promise<ModelState>;
  freeState(state: ModelState): void;
  /** Counters since load, for the bench. */
  stats(): RunStats;
  /** Frees everything. Idempotent. */
  dispose(): void;
}

/** Weights as a backend asks for them at load time: by blueprint key, converted to f32, one at a time so that memory stays low. */
export interface WeightReader {
  /** f32 values in the spec's shape; checked for shape, dtype and NaN by the reader. */
  read(key: string, signal?: AbortSignal): Promise<Float32Array>;
}

export interface BackendOptions {
  readonly format?: WeightFormat;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}
