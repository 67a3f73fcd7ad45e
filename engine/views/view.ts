/**
 * What a view is: something worth seeing that is not itself a tensor of the model, computed from its taps by a published formula.
 * Read first: facts of each view in its own file, which cites paper and equation; then index.ts, which runs them by name.
 *
 * Letters: T tokens · C channels (d_inner) · N states per channel · H heads of P channels · G groups · V vocabulary.
 * A view reads a text from its first token: taps cover positions [0, T), so that nothing comes from a state that is not shown.
 */
import type { Blueprint, Text } from '../blueprint/types';
import { EngineError, throwIfAborted } from '../errors';
import type { Tensor } from '../tensor';

/** Where a formula comes from: paper and place in it. */
export interface ViewSource {
  readonly paper: string;
  readonly at: string;
}

export interface ViewAbout {
  readonly title: Text;
  /** TeX, one line. */
  readonly formula: string;
  readonly meaning: Text;
  readonly sources: readonly ViewSource[];
}

/** What a view reads of one layer: node ids to tap and keys of weights. */
export interface ViewNeeds {
  readonly taps: readonly string[];
  readonly weights: readonly string[];
}

export interface ViewInput {
  /** By node id. */
  readonly taps: ReadonlyMap<string, Tensor>;
  /** By weight key, in the spec's shape. */
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** A view of one layer. */
export interface LayerView<Options, Result> {
  readonly about: ViewAbout;
  /** Null if this layer has nothing of the kind (no state in an attention layer, say). */
  needs(blueprint: Blueprint, layer: number, options: Options): ViewNeeds | null;
  compute(
    blueprint: Blueprint,
    layer: number,
    input: ViewInput,
    options: Options,
    pace: Pace,
  ): Result | Promise<Result>;
}

/** Tokens [from, to) of one layer, or of the whole text where `fold` of the view is 'text'. */
export interface ViewPiece extends ViewInput {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

/** A result that grows piece by piece, so that the taps of all layers and tokens need not be held at once. */
export interface Fold<Result> {
  add(piece: ViewPiece, pace: Pace): void | Promise<void>;
  finish(): Result;
}

/** A view across the layers. Pieces come in order of tokens, and of layers for the same tokens. */
export interface ModelView<Options, Result> {
  readonly about: ViewAbout;
  /** 'tokens': a piece may be any run of tokens, in order. 'text': each layer comes once, whole. */
  readonly fold: 'tokens' | 'text';
  /** What is read of one layer, or null if the layer takes no part. */
  needs(blueprint: Blueprint, layer: number, options: Options): ViewNeeds | null;
  begin(blueprint: Blueprint, layers: readonly number[], options: Options): Fold<Result>;
}

/** The tap of a node; a view asked for it in `needs`, so its absence is the caller's mistake. */
export function tapOf(input: ViewInput, id: string): Tensor {
  const tap = input.taps.get(id);
  if (!tap)
    throw new EngineError('bad-argument', `this view needs the tap "${id}"; got ${[...input.taps.keys()].join(', ')}`);
  return tap;
}

/** A weight that the view asked for, by its key in the checkpoint; a 'bad-argument' error if it was not given. */
export function weightOf(input: ViewInput, key: string): Tensor {
  const weight = input.weights.get(key);
  if (!weight)
    throw new EngineError(
      'bad-argument',
      `this view needs the weight "${key}"; got ${[...input.weights.keys()].join(', ')}`,
    );
  return weight;
}

/** Checks an index that a caller chose: a channel, head, token or layer. */
export function checkIndex(what: string, index: number, count: number): number {
  if (!(Number.isInteger(index) && index >= 0 && index < count))
    throw new EngineError('bad-argument', `${what} must be a whole number in [0, ${count}); got ${index}`);
  return index;
}

/** Longest piece of work between two rests, in ms: a worker that computes a view still answers within one frame or two. */
const STRETCH = 24;

/**
 * Keeps long work cancellable: `rest()` between pieces of about a millisecond. It yields to the event loop when a stretch is over and
 * throws `cancelled` once the signal is aborted.
 */
export class Pace {
  private since = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** Null when it is not yet time: awaiting is skipped, since a microtask per channel would cost more than the channel. */
  rest(): Promise<void> | null {
    throwIfAborted(this.signal);
    if (performance.now() - this.since < STRETCH) return null;
    return new Promise<void>((resolve) => {
      setTimeout(() => {
        this.since = performance.now();
        resolve();
      }, 0);
    }).then(() => throwIfAborted(this.signal));
  }
}
