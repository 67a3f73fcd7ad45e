/**
 * Typed errors of the engine. Each says what happened with the value, the rule that it broke, and what the reader can do.
 * `code` survives structured cloning out of a worker (class identity does not): switch on it, not on instanceof.
 */
export type ErrorCode =
  | 'bad-file' // a file that is malformed, truncated or hostile
  | 'bad-config' // config.json lacks a field or has a value that no architecture allows
  | 'unknown-model' // model_type that this engine does not run
  | 'missing-tensor' // the checkpoint lacks a tensor that the config requires
  | 'bad-shape' // a tensor's shape or dtype disagrees with the config
  | 'bad-weights' // NaN or infinity in the weights
  | 'bad-tokenizer' // tokenizer and vocabulary disagree
  | 'bad-token' // a token id outside the vocabulary
  | 'bad-argument' // a caller's value out of range
  | 'too-large' // does not fit the device's limits or memory
  | 'no-device' // no WebGPU adapter or device
  | 'no-worker' // no web workers: no engine can run in this browser
  | 'slower' // another backend does the same faster: why WebGPU was passed over, never thrown
  | 'device-lost' // the device went away in the middle of a run
  | 'gpu-error' // validation, compilation or out-of-memory reported by the device
  | 'network' // a download failed
  | 'cancelled' // the caller's signal was aborted
  | 'internal'; // a mistake of this program: anything thrown that is not an EngineError

/** The one error that the engine throws. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  /** What the reader can do about it, one short sentence; empty when the message already says it. */
  readonly hint: string;
  /** Values for the interface to show: file, tensor, expected, found, limit, … */
  readonly details: Record<string, string | number>;

  constructor(code: ErrorCode, message: string, hint = '', details: Record<string, string | number> = {}) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.details = details;
  }
}

/** Throws a `cancelled` error if the signal is aborted. Call it between pieces of work. */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw new EngineError('cancelled', 'The run was cancelled.');
}
